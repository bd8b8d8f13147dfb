#include "aws/sigv4_time.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace weir::aws {
namespace {

// Digits only; nothing for an empty text. At most nine characters.
std::optional<unsigned> parse_digits(std::string_view text) {
  unsigned value = 0;
  for (const char character : text) {
    if (character < '0' || character > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(character - '0');
  }
  return text.empty() ? std::nullopt : std::optional(value);
}

struct Civil {
  std::optional<unsigned> year, month, day, hour, minute, second;
};

std::optional<WallTime> wall_time(const Civil& civil) {
  if (!civil.year || !civil.month || !civil.day) return std::nullopt;
  if (!civil.hour || !civil.minute || !civil.second) return std::nullopt;
  if (*civil.hour > 23 || *civil.minute > 59 || *civil.second > 59) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*civil.year)),
                                         std::chrono::month(*civil.month),
                                         std::chrono::day(*civil.day)};
  if (!date.ok()) return std::nullopt;
  const auto time = std::chrono::sys_days(date) + std::chrono::hours(*civil.hour) +
                    std::chrono::minutes(*civil.minute) + seconds(*civil.second);
  return WallTime{milliseconds(time.time_since_epoch()).count()};
}

void put_two(char* to, unsigned value) {
  to[0] = static_cast<char>('0' + value / 10 % 10);
  to[1] = static_cast<char>('0' + value % 10);
}

}  // namespace

void append_sigv4_time(std::string& to, WallTime time) {
  const std::chrono::sys_time<milliseconds> point{milliseconds(time.ms)};
  const auto day = std::chrono::floor<std::chrono::days>(point);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<seconds>(point - day));
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));

  std::array<char, sigv4_time_size> text{};
  put_two(text.data(), year / 100);
  put_two(text.data() + 2, year % 100);
  put_two(text.data() + 4, static_cast<unsigned>(date.month()));
  put_two(text.data() + 6, static_cast<unsigned>(date.day()));
  text[8] = 'T';
  put_two(text.data() + 9, static_cast<unsigned>(clock.hours().count()));
  put_two(text.data() + 11, static_cast<unsigned>(clock.minutes().count()));
  put_two(text.data() + 13, static_cast<unsigned>(clock.seconds().count()));
  text[15] = 'Z';
  to.append(text.data(), text.size());
}

std::string sigv4_time_text(WallTime time) {
  std::string text;
  append_sigv4_time(text, time);
  return text;
}

std::optional<WallTime> parse_sigv4_time(std::string_view text) {
  if (text.size() != sigv4_time_size || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  const auto digits = [text](std::size_t from, std::size_t count) {
    return parse_digits(text.substr(from, count));
  };
  return wall_time({.year = digits(0, 4),
                    .month = digits(4, 2),
                    .day = digits(6, 2),
                    .hour = digits(9, 2),
                    .minute = digits(11, 2),
                    .second = digits(13, 2)});
}

std::optional<WallTime> parse_date_header(std::string_view text) {
  if (const auto time = parse_sigv4_time(text)) return time;

  // "Sun, 22 Nov 2026 19:08:26 GMT"; the name of the day is not compared with the date.
  constexpr std::string_view form = "ddd, DD mmm YYYY hh:mm:ss GMT";
  if (text.size() != form.size()) return std::nullopt;
  for (const std::size_t place : {3U, 4U, 7U, 11U, 16U, 19U, 22U, 25U, 26U, 27U, 28U}) {
    if (text[place] != form[place]) return std::nullopt;
  }
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto month = std::find(months.begin(), months.end(), text.substr(8, 3));
  const auto digits = [text](std::size_t from, std::size_t count) {
    return parse_digits(text.substr(from, count));
  };
  return wall_time({.year = digits(12, 4),
                    .month = static_cast<unsigned>(month - months.begin()) + 1,
                    .day = digits(5, 2),
                    .hour = digits(17, 2),
                    .minute = digits(20, 2),
                    .second = digits(23, 2)});
}

}  // namespace weir::aws
