#include "api/widgets/widget_time.h"

#include <charconv>
#include <chrono>
#include <system_error>

#include "aws/iso_time.h"

namespace weir::api::widgets {
namespace {

constexpr std::int64_t number_max = 10'000;

std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number < 0 || number > number_max) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return number;
}

std::optional<seconds> unit_of(char letter, bool is_time) {
  using std::chrono::days;
  using std::chrono::hours;
  switch (letter) {
    case 'W':
      return is_time ? std::nullopt : std::optional<seconds>(days(7));
    case 'D':
      return is_time ? std::nullopt : std::optional<seconds>(days(1));
    case 'M':
      return is_time ? seconds(60) : seconds(days(30));
    case 'H':
      return is_time ? std::optional<seconds>(hours(1)) : std::nullopt;
    case 'S':
      return is_time ? std::optional<seconds>(1) : std::nullopt;
    default:
      return std::nullopt;
  }
}

// Behind the P.
std::optional<seconds> parse_duration(std::string_view text) {
  seconds total(0);
  bool is_time = false;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    if (text.front() == 'T' && !is_time) {
      is_time = true;
      text.remove_prefix(1);
      if (text.empty()) return std::nullopt;
    }
    const auto number = take_number(text);
    if (!number || text.empty()) return std::nullopt;
    const auto unit = unit_of(text.front(), is_time);
    if (!unit) return std::nullopt;
    total += *number * *unit;
    text.remove_prefix(1);
  }
  return total;
}

}  // namespace

std::optional<WallTime> parse_widget_time(std::string_view text, WallTime now) {
  const bool is_negative = text.starts_with('-');
  const std::string_view rest = text.substr(is_negative ? 1 : 0);
  if (!rest.starts_with('P')) return aws::parse_iso_time(text);
  const auto duration = parse_duration(rest.substr(1));
  if (!duration) return std::nullopt;
  return is_negative ? now - *duration : now + *duration;
}

std::optional<std::int32_t> parse_offset(std::string_view text) {
  if (text.size() < 5 || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const bool is_negative = text.front() == '-';
  std::string_view hours = text.substr(1, 2);
  std::string_view minutes = text.substr(text[3] == ':' ? 4 : 3);
  const auto hour = take_number(hours);
  const auto minute = take_number(minutes);
  if (!hour || !minute || !hours.empty() || !minutes.empty() || *hour > 14 || *minute > 59) {
    return std::nullopt;
  }
  const auto total = static_cast<std::int32_t>(*hour * 60 + *minute);
  return is_negative ? -total : total;
}

}  // namespace weir::api::widgets
