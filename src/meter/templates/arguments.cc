#include "meter/templates/arguments.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace weir::meter {
namespace {

using Kind = JsonValue::Kind;

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view without_quotes(std::string_view text) {
  const bool is_quoted = text.size() >= 2 && text.front() == text.back() &&
                         (text.front() == '"' || text.front() == '\'');
  return is_quoted ? text.substr(1, text.size() - 2) : text;
}

JsonValue raw_value(std::string_view raw) {
  if (auto value = JsonValue::parse(raw)) return *std::move(value);
  JsonValue value;
  value.kind = Kind::text;
  value.text = raw;
  return value;
}

std::vector<JsonValue> between_commas(std::string_view raw) {
  if (auto array = JsonValue::parse(fmt::format("[{}]", raw))) return std::move(array->items);
  std::vector<JsonValue> values;
  for (bool has_more = true; has_more;) {
    const std::size_t comma = raw.find(',');
    has_more = comma != raw.npos;
    values.push_back(raw_value(without_quotes(without_blanks(raw.substr(0, comma)))));
    if (has_more) raw.remove_prefix(comma + 1);
  }
  return values;
}

bool is_absent(const JsonValue* value) { return value == nullptr || value->kind == Kind::null; }

}  // namespace

Arguments::Arguments(std::string_view raw) {
  if (raw.empty()) return;
  value_ = JsonValue::parse(raw);
  if (value_) return;
  value_ = JsonValue{.kind = Kind::text, .text = std::string(raw)};
  several_ = between_commas(raw);
}

std::optional<std::string> Arguments::text() const {
  if (!value_ || value_->kind != Kind::text) return std::nullopt;
  return value_->text;
}

const JsonValue* Arguments::at(std::size_t index, std::string_view name) const {
  if (!value_) return nullptr;
  if (!several_.empty()) return index < several_.size() ? &several_[index] : nullptr;
  if (value_->kind == Kind::object) return value_->member(name);
  if (value_->kind == Kind::array) {
    return index < value_->items.size() ? &value_->items[index] : nullptr;
  }
  return index == 0 ? &*value_ : nullptr;
}

std::int64_t Arguments::integer(std::size_t index, std::string_view name, std::int64_t otherwise,
                                std::int64_t low, std::int64_t high) {
  const JsonValue* value = at(index, name);
  if (is_absent(value)) return otherwise;
  const auto number = number_of(*value);
  if (!number) {
    fail(fmt::format("{} is \"{}\", which is not a number", name, value->rendered()));
    return otherwise;
  }
  if (*number == 0) return otherwise;
  if (!(*number >= static_cast<double>(low)) || !(*number <= static_cast<double>(high))) {
    fail(fmt::format("{} is {}; {} to {} are allowed", name, value->rendered(), low, high));
    return otherwise;
  }
  return static_cast<std::int64_t>(*number);
}

std::string Arguments::text_at(std::size_t index, std::string_view name,
                               std::string_view otherwise) {
  const JsonValue* value = at(index, name);
  if (is_absent(value)) return std::string(otherwise);
  return value->rendered();
}

bool Arguments::flag(std::size_t index, std::string_view name) {
  const JsonValue* value = at(index, name);
  if (is_absent(value)) return false;
  switch (value->kind) {
    case Kind::boolean:
      return value->boolean;
    case Kind::number:
      return value->number != 0;
    case Kind::text:
      return !value->text.empty();
    default:
      return true;
  }
}

void Arguments::fail(std::string message) {
  if (!error_) error_ = std::move(message);
}

std::optional<double> number_of(const JsonValue& value) {
  if (value.kind == Kind::number) return value.number;
  if (value.kind != Kind::text) return std::nullopt;
  double number = 0;
  const char* const end = value.text.data() + value.text.size();
  const auto read = std::from_chars(value.text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

}  // namespace weir::meter
