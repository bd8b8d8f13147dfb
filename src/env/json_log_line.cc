#include "env/json_log_line.h"

#include <algorithm>
#include <array>

#include "codec/json_writer.h"
#include "codec/utf8.h"

namespace weir::env {
namespace {

constexpr std::array<std::string_view, 9> number_fields{
    "count", "duration_ms", "next", "number", "offset", "port", "shards", "status", "threads"};

// As JSON has it, and no longer than any reader keeps exact.
bool is_number(std::string_view value) {
  constexpr std::size_t digits_max = 15;
  const std::size_t dot = std::min(value.find('.'), value.size());
  const std::string_view whole = value.substr(0, dot);
  const std::string_view decimals = dot == value.size() ? "0" : value.substr(dot + 1);
  const auto are_digits = [](std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  };
  return are_digits(whole) && are_digits(decimals) && value.size() <= digits_max &&
         (whole.size() == 1 || whole.front() != '0');
}

std::string as_utf8(std::string value) {
  if (!codec::is_utf8(value)) {
    std::ranges::replace_if(
        value, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
  }
  return value;
}

}  // namespace

std::string json_log_members(std::string_view event, std::initializer_list<Field> fields) {
  std::string object;
  codec::JsonWriter json(object);
  json.begin_object();
  json.key("event");
  json.text(as_utf8(std::string(event)));
  for (const Field& field : fields) {
    json.key(field.name);
    if (std::ranges::find(number_fields, field.name) != number_fields.end() &&
        is_number(field.value)) {
      json.raw(field.value);
    } else {
      json.text(as_utf8(field.value));
    }
  }
  json.end_object();
  return object.substr(1);
}

}  // namespace weir::env
