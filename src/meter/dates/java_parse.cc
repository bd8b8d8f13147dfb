#include <algorithm>
#include <cctype>
#include <charconv>

#include "meter/dates/date_format.h"

namespace weir::meter {
namespace {

// What a text says of a date so far.
struct Fields {
  int year = 1970;
  unsigned month = 1;
  unsigned day = 1;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
  unsigned ms = 0;
  bool is_afternoon = false;
  bool has_half = false;
  int offset_minutes = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes at most `digits_max` digits.
std::optional<unsigned> take_number(std::string_view& text, std::size_t digits_max) {
  std::size_t count = 0;
  while (count < text.size() && count < digits_max && is_digit(text[count])) ++count;
  unsigned number = 0;
  if (count == 0 || count > 9) return std::nullopt;
  std::from_chars(text.data(), text.data() + count, number);
  text.remove_prefix(count);
  return number;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view word) {
  const auto lower = [](char c) { return std::tolower(static_cast<unsigned char>(c)); };
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(),
                    [&](char left, char right) { return lower(left) == lower(right); });
}

// The index of the name that `text` starts with, whole or its first three letters.
std::optional<unsigned> take_name(std::string_view& text, std::span<const std::string_view> names) {
  for (unsigned index = 0; index < names.size(); ++index) {
    for (const std::string_view name : {names[index], names[index].substr(0, 3)}) {
      if (!starts_with_ignoring_case(text, name)) continue;
      text.remove_prefix(name.size());
      return index;
    }
  }
  return std::nullopt;
}

// "Z", "+02", "+0200", "+02:00", and "UTC" or "GMT" before or instead of them.
std::optional<int> take_offset(std::string_view& text) {
  const bool is_named = text.starts_with("UTC") || text.starts_with("GMT");
  if (is_named) text.remove_prefix(3);
  if (text.starts_with('Z')) {
    text.remove_prefix(1);
    return 0;
  }
  if (text.empty() || (text.front() != '+' && text.front() != '-')) {
    return is_named ? std::optional(0) : std::nullopt;
  }
  const int sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  const auto hours = take_number(text, 2);
  if (!hours || *hours > 18) return std::nullopt;
  if (text.starts_with(':')) text.remove_prefix(1);
  const auto minutes = take_number(text, 2);
  if (minutes && *minutes > 59) return std::nullopt;
  return sign * static_cast<int>(*hours * 60 + minutes.value_or(0));
}

bool take_fraction(std::string_view& text, std::size_t digits_max, unsigned& ms) {
  const std::size_t before = text.size();
  auto number = take_number(text, std::min<std::size_t>(digits_max, 9));
  if (!number) return false;
  for (std::size_t digits = before - text.size(); digits < 3; ++digits) *number *= 10;
  for (std::size_t digits = before - text.size(); digits > 3; --digits) *number /= 10;
  ms = *number;
  return true;
}

bool take_year(std::string_view& text, unsigned width, std::size_t digits_max, int& year) {
  const auto number = take_number(text, std::min<std::size_t>(digits_max, 4));
  if (!number) return false;
  year = static_cast<int>(*number) + (width == 2 && *number < 100 ? 2000 : 0);
  return true;
}

bool take_within(std::string_view& text, std::size_t digits_max, unsigned low, unsigned high,
                 unsigned& into) {
  const auto number = take_number(text, digits_max);
  if (!number || *number < low || *number > high) return false;
  into = *number;
  return true;
}

bool take_month(std::string_view& text, unsigned width, std::size_t digits_max, unsigned& month) {
  if (width < 3) return take_within(text, digits_max, 1, 12, month);
  const auto index = take_name(text, month_names());
  if (index) month = *index + 1;
  return index.has_value();
}

bool take_half(std::string_view& text, Fields& fields) {
  if (!starts_with_ignoring_case(text, "AM") && !starts_with_ignoring_case(text, "PM")) {
    return false;
  }
  fields.has_half = true;
  fields.is_afternoon = starts_with_ignoring_case(text, "PM");
  text.remove_prefix(2);
  return true;
}

// Takes the field of Java's `letter` from the front of `text`.
bool take_field(char letter, unsigned width, std::size_t digits_max, std::string_view& text,
                Fields& fields) {
  switch (letter) {
    case 'y':
    case 'u':
      return take_year(text, width, digits_max, fields.year);
    case 'M':
    case 'L':
      return take_month(text, width, digits_max, fields.month);
    case 'd':
      return take_within(text, digits_max, 1, 31, fields.day);
    case 'E':
      return take_name(text, weekday_names()).has_value();
    case 'a':
      return take_half(text, fields);
    case 'H':
    case 'K':
      return take_within(text, digits_max, 0, 23, fields.hour);
    case 'h':
    case 'k':
      if (!take_within(text, digits_max, 1, 24, fields.hour)) return false;
      fields.hour %= letter == 'h' ? 12 : 24;
      return true;
    case 'm':
      return take_within(text, digits_max, 0, 59, fields.minute);
    case 's':
      return take_within(text, digits_max, 0, 59, fields.second);
    case 'S':
      return take_fraction(text, digits_max, fields.ms);
    case 'z':
    case 'Z':
    case 'X':
    case 'x':
    case 'O':
    case 'V': {
      const auto offset = take_offset(text);
      fields.offset_minutes = offset.value_or(0);
      return offset.has_value();
    }
    default:
      return false;
  }
}

}  // namespace

std::optional<WallTime> DateFormat::parse(std::string_view text, int offset_minutes) const {
  Fields fields{.offset_minutes = offset_minutes};
  for (std::size_t index = 0; index < pieces_.size(); ++index) {
    const Piece& piece = pieces_[index];
    if (!text.starts_with(piece.text)) return std::nullopt;
    text.remove_prefix(piece.text.size());
    if (piece.write == nullptr) continue;
    // A number that another follows at once has just its pattern's width.
    const bool touches_next = index + 1 < pieces_.size() && pieces_[index + 1].text.empty();
    const std::size_t digits_max = touches_next ? piece.width : 9;
    if (!take_field(piece.letter, piece.width, digits_max, text, fields)) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  if (fields.has_half) fields.hour = fields.hour % 12 + (fields.is_afternoon ? 12 : 0);
  const std::int64_t seconds = (fields.hour * 60 + fields.minute) * 60 + fields.second;
  return instant(fields.year, fields.month, fields.day, seconds * 1'000 + fields.ms,
                 fields.offset_minutes);
}

}  // namespace weir::meter
