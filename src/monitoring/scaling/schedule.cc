#include "monitoring/scaling/schedule.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace weir::monitoring {
namespace {

using std::chrono::sys_days;

std::unexpected<Error> bad_schedule(std::string_view text) {
  return fail(ErrorCode::invalid_argument,
              fmt::format("The schedule '{}' is no at(yyyy-mm-ddThh:mm:ss), rate(value unit) or "
                          "cron(fields).",
                          text));
}

// What stands between "word(" and ")".
std::optional<std::string_view> inside(std::string_view text, std::string_view word) {
  if (!text.starts_with(word)) return std::nullopt;
  text.remove_prefix(word.size());
  if (!text.starts_with('(') || !text.ends_with(')')) return std::nullopt;
  return text.substr(1, text.size() - 2);
}

// All digits.
std::optional<int> number_of(std::string_view text) {
  if (text.empty() || text.size() > 6) return std::nullopt;
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

// "2026-11-26T08:00:00", as if it were UTC.
std::optional<WallTime> parse_local_time(std::string_view text) {
  if (text.size() != 19 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':') {
    return std::nullopt;
  }
  const auto year = number_of(text.substr(0, 4));
  const auto month = number_of(text.substr(5, 2));
  const auto day = number_of(text.substr(8, 2));
  const auto hour = number_of(text.substr(11, 2));
  const auto minute = number_of(text.substr(14, 2));
  const auto second = number_of(text.substr(17, 2));
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const milliseconds since_epoch = sys_days(date).time_since_epoch() + std::chrono::hours(*hour) +
                                   std::chrono::minutes(*minute) + seconds(*second);
  return WallTime{since_epoch.count()};
}

// "5 minutes".
std::optional<milliseconds> parse_period(std::string_view text) {
  const std::size_t space = text.find(' ');
  const auto count = number_of(text.substr(0, space));
  if (!count || *count == 0 || space == std::string_view::npos) return std::nullopt;
  const std::string_view unit = text.substr(space + 1);
  if (unit == "minute" || unit == "minutes") return std::chrono::minutes(*count);
  if (unit == "hour" || unit == "hours") return std::chrono::hours(*count);
  if (unit == "day" || unit == "days") return std::chrono::days(*count);
  return std::nullopt;
}

}  // namespace

Result<Schedule> Schedule::parse(std::string_view text) {
  Schedule schedule;
  if (const auto time_text = inside(text, "at")) {
    const auto local = parse_local_time(*time_text);
    if (!local) return bad_schedule(text);
    schedule.due_ = ScheduledOnce{*local};
    return schedule;
  }
  if (const auto rate = inside(text, "rate")) {
    const auto period = parse_period(*rate);
    if (!period) return bad_schedule(text);
    schedule.due_ = ScheduledRate{*period};
    return schedule;
  }
  if (const auto fields = inside(text, "cron")) {
    schedule.due_ = TRY(Cron::parse(*fields));
    return schedule;
  }
  return bad_schedule(text);
}

// Without regard to start and end.
std::optional<WallTime> Schedule::next_repeat(WallTime after, WallTime until, WallTime origin,
                                              const TimeZone& zone) const {
  if (const auto* const rate = std::get_if<ScheduledRate>(&due_)) {
    const std::int64_t passed = std::max<std::int64_t>((after - origin) / rate->period, 0);
    const WallTime time = origin + rate->period * (after < origin ? 1 : passed + 1);
    return time <= until ? std::optional(time) : std::nullopt;
  }
  const auto& cron = std::get<Cron>(due_);
  // Clocks that go back show the same times once more, by a few hours at most.
  const WallTime local_until = zone.local_of(until) + std::chrono::hours(24);
  WallTime local = zone.local_of(after);
  while (const std::optional<WallTime> found = cron.next(local, local_until)) {
    const WallTime time = zone.instant_of(*found);
    if (time > until) return std::nullopt;
    if (time > after) return time;
    local = *found;
  }
  return std::nullopt;
}

std::optional<WallTime> Schedule::next(WallTime after, WallTime until, const ScheduleBounds& bounds,
                                       const TimeZone& zone) const {
  if (bounds.end) until = std::min(until, *bounds.end);
  std::optional<WallTime> found;
  if (const auto* const once = std::get_if<ScheduledOnce>(&due_)) {
    found = zone.instant_of(once->local);
    if (*found <= after || *found > until) return std::nullopt;
    if (bounds.start && *found < *bounds.start) return std::nullopt;
    return found;
  }
  if (bounds.start && after < *bounds.start) {
    return *bounds.start <= until ? bounds.start : std::nullopt;
  }
  return next_repeat(after, until, bounds.start.value_or(bounds.origin), zone);
}

}  // namespace weir::monitoring
