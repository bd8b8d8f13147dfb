#include "meter/wire/trace_mark.h"

#include <fmt/format.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace weir::meter {
namespace {

constexpr std::string_view prefix = "weir1:";
constexpr std::string_view member = "\"_weir\":\"";
// Digits and colons behind the prefix: 8, 16, 8, 8, 8 and 8.
constexpr std::size_t digits_bytes = 8 + 1 + 16 + 1 + 8 + 1 + 8 + 1 + 8 + 1 + 8;
// A mark stands at the very end: behind it come quote, brace and newline at most.
constexpr std::size_t tail_bytes_max = 8;

template <class Number>
bool take_hex(std::string_view& text, std::size_t digits, Number& number) {
  if (text.size() < digits) return false;
  const char* const end = text.data() + digits;
  const auto [stopped, error] = std::from_chars(text.data(), end, number, 16);
  if (error != std::errc() || stopped != end) return false;
  text.remove_prefix(digits);
  if (text.starts_with(':')) text.remove_prefix(1);
  return true;
}

// Where the closing brace of a JSON object stands, if `data` looks like one.
std::optional<std::size_t> closing_brace(std::string_view data) {
  const std::size_t last = data.find_last_not_of(" \t\r\n");
  const std::size_t first = data.find_first_not_of(" \t\r\n");
  if (last == std::string_view::npos || data[last] != '}' || data[first] != '{') {
    return std::nullopt;
  }
  return last;
}

}  // namespace

void append_trace_mark(std::string& data, const TraceMark& mark) {
  const std::string text =
      fmt::format("{}{:08x}:{:016x}:{:08x}:{:08x}:{:08x}:{:08x}", prefix, mark.run, mark.sent_at_ns,
                  mark.writer, mark.number, mark.key, mark.key_number);
  const auto brace = closing_brace(data);
  if (!brace) {
    data += ' ';
    data += text;
    return;
  }
  const std::size_t before = data.find_last_not_of(" \t\r\n", *brace - 1);
  const bool is_empty = data[before] == '{';
  data.insert(*brace, fmt::format("{}{}{}\"", is_empty ? "" : ",", member, text));
}

std::optional<TraceMark> find_trace_mark(std::string_view data, std::uint32_t run) {
  const std::size_t mark_bytes = prefix.size() + digits_bytes;
  const std::size_t looked_at = mark_bytes + tail_bytes_max;
  const std::string_view tail =
      data.size() > looked_at ? data.substr(data.size() - looked_at) : data;
  const std::size_t at = tail.rfind(prefix);
  if (at == std::string_view::npos || tail.size() - at < mark_bytes) return std::nullopt;
  std::string_view digits = tail.substr(at + prefix.size());
  TraceMark mark;
  const bool is_read = take_hex(digits, 8, mark.run) && take_hex(digits, 16, mark.sent_at_ns) &&
                       take_hex(digits, 8, mark.writer) && take_hex(digits, 8, mark.number) &&
                       take_hex(digits, 8, mark.key) && take_hex(digits, 8, mark.key_number);
  if (!is_read || mark.run != run) return std::nullopt;
  return mark;
}

}  // namespace weir::meter
