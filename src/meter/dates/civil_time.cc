#include "meter/dates/civil_time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace weir::meter {
namespace {

constexpr std::int64_t ms_of_day_max = 86'400'000;
// 31 December 9999 and 1 January of the year -9999.
constexpr std::int64_t time_ms_max = 253'402'300'799'999;
constexpr std::int64_t time_ms_min = -377'705'116'800'000;

constexpr std::array<std::string_view, 12> months = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> weekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                      "Thursday", "Friday", "Saturday"};

std::int64_t days_from_civil(int year, unsigned month, unsigned day) {
  using std::chrono::sys_days;
  const sys_days first = std::chrono::year(year) / static_cast<int>(month) / 1;
  return first.time_since_epoch().count() + static_cast<std::int64_t>(day) - 1;
}

std::int64_t day_number(const CivilTime& civil) {
  return days_from_civil(civil.year, civil.month, civil.day);
}

// The Monday (1) or Sunday (0) that begins the week of `day`, a count of days since 1970.
std::int64_t week_start(std::int64_t day, unsigned first_weekday) {
  const std::int64_t from_sunday = ((day + 4) % 7 + 7) % 7;
  return day - (from_sunday - static_cast<std::int64_t>(first_weekday) + 7) % 7;
}

// `anchor` is the day of January that the first week always holds.
Week week_of(const CivilTime& civil, unsigned first_weekday, unsigned anchor) {
  const std::int64_t start = week_start(day_number(civil), first_weekday);
  for (int year = civil.year + 1;; --year) {
    const std::int64_t first = week_start(days_from_civil(year, 1, anchor), first_weekday);
    if (first <= start) return {year, static_cast<unsigned>((start - first) / 7) + 1};
  }
}

}  // namespace

CivilTime civil_time(WallTime time, int offset_minutes, bool is_utc) {
  CivilTime civil;
  civil.time = {std::clamp(time.ms, time_ms_min, time_ms_max)};
  civil.offset_minutes = offset_minutes;
  civil.is_utc = is_utc;
  const std::int64_t local_ms = civil.time.ms + std::int64_t{60'000} * offset_minutes;
  std::int64_t day = local_ms / ms_of_day_max;
  std::int64_t rest = local_ms % ms_of_day_max;
  if (rest < 0) {
    rest += ms_of_day_max;
    --day;
  }
  const std::chrono::sys_days date{std::chrono::days(day)};
  const std::chrono::year_month_day calendar(date);
  civil.year = static_cast<int>(calendar.year());
  civil.month = static_cast<unsigned>(calendar.month());
  civil.day = static_cast<unsigned>(calendar.day());
  civil.year_day = static_cast<unsigned>(day - days_from_civil(civil.year, 1, 1)) + 1;
  civil.weekday = std::chrono::weekday(date).c_encoding();
  civil.hour = static_cast<unsigned>(rest / 3'600'000);
  civil.minute = static_cast<unsigned>(rest / 60'000 % 60);
  civil.second = static_cast<unsigned>(rest / 1'000 % 60);
  civil.ms = static_cast<unsigned>(rest % 1'000);
  return civil;
}

WallTime instant(int year, unsigned month, unsigned day, std::int64_t ms_of_day,
                 int offset_minutes) {
  const std::int64_t days = days_from_civil(year, month, day);
  return {days * ms_of_day_max + ms_of_day - std::int64_t{60'000} * offset_minutes};
}

Week iso_week(const CivilTime& civil) { return week_of(civil, 1, 4); }
Week us_week(const CivilTime& civil) { return week_of(civil, 0, 1); }

std::span<const std::string_view> month_names() { return months; }
std::span<const std::string_view> weekday_names() { return weekdays; }

void append_offset(int offset_minutes, bool has_colon, std::string& out) {
  const int minutes = offset_minutes < 0 ? -offset_minutes : offset_minutes;
  out += offset_minutes < 0 ? '-' : '+';
  append_padded(minutes / 60, 2, out);
  if (has_colon) out += ':';
  append_padded(minutes % 60, 2, out);
}

void append_padded(std::int64_t number, unsigned width, std::string& out) {
  std::array<char, 24> digits{};
  const std::uint64_t magnitude =
      number < 0 ? ~static_cast<std::uint64_t>(number) + 1 : static_cast<std::uint64_t>(number);
  char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), magnitude).ptr;
  const auto count = static_cast<std::size_t>(end - digits.data());
  if (number < 0) out += '-';
  if (count < width) out.append(width - count, '0');
  out.append(digits.data(), count);
}

}  // namespace weir::meter
