#include "aws/iso_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>

namespace weir::aws {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes what a date is made of from the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }

  // A number of exactly so many digits, not above `max`.
  bool number(std::size_t digits, int max, int& value) {
    if (text_.size() < digits) return false;
    const std::string_view taken = text_.substr(0, digits);
    if (!std::ranges::all_of(taken, is_digit)) return false;
    std::from_chars(taken.data(), taken.data() + digits, value);
    text_.remove_prefix(digits);
    return value <= max;
  }

  // Up to nine digits behind a point, of which three count.
  bool fraction(int& value) {
    std::size_t digits = 0;
    while (digits < text_.size() && is_digit(text_[digits])) ++digits;
    if (digits == 0 || digits > 9) return false;
    value = 0;
    for (std::size_t place = 0; place < 3; ++place) {
      value = value * 10 + (place < digits ? text_[place] - '0' : 0);
    }
    text_.remove_prefix(digits);
    return true;
  }

  bool at_end() const { return text_.empty(); }

 private:
  std::string_view text_;
};

// "Z", "+01:00", or nothing; in minutes to take off.
bool read_offset(Scanner& scanner, int& minutes) {
  if (scanner.at_end() || scanner.take('Z')) return true;
  const bool ahead = scanner.take('+');
  if (!ahead && !scanner.take('-')) return false;
  int hours = 0;
  if (!scanner.number(2, 23, hours)) return false;
  scanner.take(':');
  if (!scanner.number(2, 59, minutes)) return false;
  minutes = (minutes + hours * 60) * (ahead ? 1 : -1);
  return true;
}

bool read_clock(Scanner& scanner, milliseconds& since_midnight) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  int thousandths = 0;
  int offset = 0;
  if (!scanner.number(2, 24, hour) || !scanner.take(':') || !scanner.number(2, 59, minute)) {
    return false;
  }
  if (scanner.take(':') && !scanner.number(2, 60, second)) return false;
  if (scanner.take('.') && !scanner.fraction(thousandths)) return false;
  if (!read_offset(scanner, offset)) return false;
  since_midnight = std::chrono::hours(hour) + std::chrono::minutes(minute - offset) +
                   seconds(second) + milliseconds(thousandths);
  return true;
}

std::optional<WallTime> parse_epoch(std::string_view text) {
  std::int64_t value = 0;
  constexpr std::size_t digits_max = 12;
  if (text.empty() || text.size() > digits_max || !std::ranges::all_of(text, is_digit)) {
    return std::nullopt;
  }
  std::from_chars(text.data(), text.data() + text.size(), value);
  return WallTime{value * 1000};
}

}  // namespace

std::string iso_time_text(WallTime time) {
  using namespace std::chrono;
  const sys_seconds at{seconds(time.whole_seconds())};
  const auto day = floor<days>(at);
  const year_month_day date(day);
  const hh_mm_ss clock(at - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<WallTime> parse_iso_time(std::string_view text) {
  if (const auto epoch = parse_epoch(text)) return epoch;
  Scanner scanner(text);
  int year = 0;
  int month = 0;
  int day = 0;
  if (!scanner.number(4, 9999, year) || !scanner.take('-') || !scanner.number(2, 12, month) ||
      !scanner.take('-') || !scanner.number(2, 31, day)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  milliseconds since_midnight{0};
  if (!date.ok() || (scanner.take('T') && !read_clock(scanner, since_midnight)) ||
      !scanner.at_end()) {
    return std::nullopt;
  }
  const milliseconds at = std::chrono::sys_days(date).time_since_epoch() + since_midnight;
  return WallTime{at.count()};
}

}  // namespace weir::aws
