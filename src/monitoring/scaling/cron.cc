#include "monitoring/scaling/cron.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

namespace weir::monitoring {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 12> month_names{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                       "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> weekday_names{"SUN", "MON", "TUE", "WED",
                                                        "THU", "FRI", "SAT"};
constexpr unsigned last_of_month = 32;

std::unexpected<Error> bad_field(std::string_view field) {
  return fail(ErrorCode::invalid_argument,
              fmt::format("The field '{}' of the cron expression is not valid.", field));
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find_first_of(separators);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool is_same_word(std::string_view left, std::string_view upper) {
  return std::ranges::equal(left, upper, [](char a, char b) {
    return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b;
  });
}

// What numbers of a field mean.
struct Scale {
  unsigned first = 0;
  unsigned last = 0;
  std::span<const std::string_view> names{};  // Of `first` and those that follow.
};

std::optional<unsigned> number_of(std::string_view text, const Scale& scale) {
  for (std::size_t index = 0; index < scale.names.size(); ++index) {
    if (is_same_word(text, scale.names[index])) return scale.first + static_cast<unsigned>(index);
  }
  if (text.empty() || text.size() > 4) return std::nullopt;
  unsigned number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  if (number < scale.first || number > scale.last) return std::nullopt;
  return number;
}

struct Span {
  unsigned first = 0;
  unsigned last = 0;
  unsigned step = 1;
};

// "*", "5", "1-7", "0/15", "1-31/2".
std::optional<Span> span_of(std::string_view text, const Scale& scale) {
  Span span{.first = scale.first, .last = scale.last};
  const std::size_t slash = text.find('/');
  const std::string_view range = text.substr(0, slash);
  const std::size_t dash = range.find('-');
  if (range != "*") {
    const auto first = number_of(range.substr(0, dash), scale);
    if (!first) return std::nullopt;
    span.first = *first;
    if (dash != std::string_view::npos) {
      const auto last = number_of(range.substr(dash + 1), scale);
      if (!last) return std::nullopt;
      span.last = *last;
    } else if (slash == std::string_view::npos) {
      span.last = span.first;
    }
  }
  if (slash != std::string_view::npos) {
    const auto step = number_of(text.substr(slash + 1), {.first = 1, .last = 9'999});
    if (!step) return std::nullopt;
    span.step = *step;
  }
  return span;
}

// A list of spans, in a set whose place 0 stands for the number `offset`.
template <std::size_t size>
Result<void> parse_set(std::string_view field, const Scale& scale, std::bitset<size>& set,
                       unsigned offset = 0) {
  for (const std::string_view part : split(field, ",")) {
    const auto span = span_of(part, scale);
    if (!span) return bad_field(field);
    const unsigned count = scale.last - scale.first + 1;
    // "FRI-MON" goes over the end.
    const unsigned length =
        span->last >= span->first ? span->last - span->first : span->last + count - span->first;
    for (unsigned distance = 0; distance <= length; distance += span->step) {
      set.set((span->first - scale.first + distance) % count + scale.first - offset);
    }
  }
  return {};
}

constexpr Scale weekday_scale{.first = 1, .last = 7, .names = weekday_names};
constexpr Scale month_day_scale{.first = 1, .last = 31};

unsigned last_day_of(year_month_day date) {
  return unsigned(
      std::chrono::year_month_day_last(date.year(), date.month() / std::chrono::last).day());
}

// 1 is Sunday.
unsigned weekday_of(sys_days day) { return std::chrono::weekday(day).c_encoding() + 1; }

// The weekday of the month that is nearest to that day of it.
unsigned nearest_weekday(year_month_day date, unsigned day) {
  const unsigned last = last_day_of(date);
  if (day == last_of_month) day = last;
  if (day > last) return 0;
  const unsigned weekday = weekday_of(sys_days(date.year() / date.month() / std::chrono::day(day)));
  if (weekday == 7) return day == 1 ? 3 : day - 1;
  if (weekday == 1) return day == last ? day - 2 : day + 1;
  return day;
}

WallTime wall_time(sys_days day) {
  return {std::chrono::duration_cast<milliseconds>(day.time_since_epoch()).count()};
}

sys_days day_of(WallTime time) {
  return std::chrono::floor<days>(std::chrono::sys_time<milliseconds>(milliseconds(time.ms)));
}

}  // namespace

Result<Cron> Cron::parse(std::string_view text) {
  std::vector<std::string_view> fields = split(text, " \t");
  std::erase(fields, "");
  if (fields.size() != 6) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("The cron expression has {} fields; it must have 6.", fields.size()));
  }
  Cron cron;
  TRY(parse_set(fields[0], {.first = 0, .last = 59}, cron.minutes_));
  TRY(parse_set(fields[1], {.first = 0, .last = 23}, cron.hours_));
  TRY(parse_set(fields[3], {.first = 1, .last = 12, .names = month_names}, cron.months_));
  TRY(parse_set(fields[5], {.first = year_first, .last = year_last}, cron.years_, year_first));
  cron.is_by_weekday_ = fields[2] == "?";
  if (cron.is_by_weekday_ == (fields[4] == "?")) {
    return fail(ErrorCode::invalid_argument,
                "One of the cron expression's fields Day-of-month and Day-of-week must be '?'.");
  }
  if (cron.is_by_weekday_) {
    TRY(cron.parse_days_of_week(fields[4]));
  } else {
    TRY(cron.parse_days_of_month(fields[2]));
  }
  return cron;
}

Result<void> Cron::parse_days_of_month(std::string_view field) {
  if (field == "L") {
    is_last_day_ = true;
    return {};
  }
  if (field == "LW") {
    near_ = last_of_month;
    return {};
  }
  if (field.ends_with('W')) {
    near_ = number_of(field.substr(0, field.size() - 1), month_day_scale);
    if (!near_) return bad_field(field);
    return {};
  }
  return parse_set(field, month_day_scale, month_days_);
}

Result<void> Cron::parse_days_of_week(std::string_view field) {
  if (field == "L") field = "7";
  const std::size_t hash = field.find('#');
  std::string_view weekdays = field.substr(0, hash);
  if (hash != std::string_view::npos) {
    nth_ = number_of(field.substr(hash + 1), {.first = 1, .last = 5});
    if (!nth_ || !number_of(weekdays, weekday_scale)) return bad_field(field);
  } else if (weekdays.size() > 1 && weekdays.ends_with('L')) {
    weekdays.remove_suffix(1);
    is_last_weekday_ = true;
    if (!number_of(weekdays, weekday_scale)) return bad_field(field);
  }
  return parse_set(weekdays, weekday_scale, weekdays_);
}

bool Cron::has_day_of_month(year_month_day date) const {
  const auto day = unsigned(date.day());
  if (is_last_day_) return day == last_day_of(date);
  if (near_) return day == nearest_weekday(date, *near_);
  return month_days_.test(day);
}

bool Cron::has_day_of_week(year_month_day date) const {
  if (!weekdays_.test(weekday_of(date))) return false;
  const auto day = unsigned(date.day());
  if (nth_) return (day - 1) / 7 + 1 == *nth_;
  if (is_last_weekday_) return day + 7 > last_day_of(date);
  return true;
}

bool Cron::has_day(year_month_day date) const {
  const auto year = static_cast<int>(date.year());
  if (year < static_cast<int>(year_first) || year > static_cast<int>(year_last)) return false;
  if (!years_.test(static_cast<std::size_t>(year) - year_first)) return false;
  if (!months_.test(unsigned(date.month()))) return false;
  return is_by_weekday_ ? has_day_of_week(date) : has_day_of_month(date);
}

std::optional<WallTime> Cron::next_on(sys_days day, WallTime after) const {
  for (unsigned hour = 0; hour < hours_.size(); ++hour) {
    if (!hours_.test(hour)) continue;
    for (unsigned minute = 0; minute < minutes_.size(); ++minute) {
      if (!minutes_.test(minute)) continue;
      const WallTime time =
          wall_time(day) + std::chrono::hours(hour) + std::chrono::minutes(minute);
      if (time > after) return time;
    }
  }
  return std::nullopt;
}

std::optional<WallTime> Cron::next(WallTime after, WallTime until) const {
  for (sys_days day = day_of(after); wall_time(day) <= until; day += days(1)) {
    if (!has_day(day)) continue;
    const std::optional<WallTime> found = next_on(day, after);
    if (!found) continue;
    return *found <= until ? found : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace weir::monitoring
