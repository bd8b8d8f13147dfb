#include "monitoring/metric_math/operations.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <optional>

namespace weir::monitoring {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

double apply(Operator operation, double left, double right) {
  switch (operation) {
    case Operator::add:
      return left + right;
    case Operator::subtract:
      return left - right;
    case Operator::multiply:
      return left * right;
    case Operator::divide:
      return right == 0 ? not_a_number : left / right;
    case Operator::power:
      return std::pow(left, right);
    case Operator::equal:
      return left == right ? 1 : 0;
    case Operator::not_equal:
      return left != right ? 1 : 0;
    case Operator::less:
      return left < right ? 1 : 0;
    case Operator::less_or_equal:
      return left <= right ? 1 : 0;
    case Operator::greater:
      return left > right ? 1 : 0;
    case Operator::greater_or_equal:
      return left >= right ? 1 : 0;
    case Operator::logical_and:
      return left != 0 && right != 0 ? 1 : 0;
    case Operator::logical_or:
      return left != 0 || right != 0 ? 1 : 0;
  }
  return not_a_number;
}

void add_point(TimeSeries& series, WallTime time, double value) {
  if (std::isfinite(value)) series.points.push_back({time, value});
}

TimeSeries empty_like(const TimeSeries& series) {
  return {.label = series.label, .period = series.period, .points = {}};
}

template <class Function>
TimeSeries for_each_point(const TimeSeries& series, const Function& function) {
  TimeSeries result = empty_like(series);
  result.points.reserve(series.points.size());
  for (const TimeValue& point : series.points) {
    add_point(result, point.time, function(point));
  }
  return result;
}

// From the second point on, of two neighbours.
template <class Function>
TimeSeries for_each_pair(const TimeSeries& series, const Function& function) {
  TimeSeries result = empty_like(series);
  for (std::size_t index = 1; index < series.points.size(); ++index) {
    const TimeValue& point = series.points[index];
    add_point(result, point.time, function(series.points[index - 1], point));
  }
  return result;
}

TimeSeries combine_series(Operator operation, const TimeSeries& left, const TimeSeries& right) {
  TimeSeries result = empty_like(left);
  result.period = std::max(left.period, right.period);
  auto other = right.points.begin();
  for (const TimeValue& point : left.points) {
    while (other != right.points.end() && other->time < point.time) ++other;
    if (other == right.points.end()) break;
    if (other->time != point.time) continue;
    add_point(result, point.time, apply(operation, point.value, other->value));
  }
  return result;
}

double seconds_between(const TimeValue& earlier, const TimeValue& later) {
  return static_cast<double>((later.time - earlier.time).count()) / 1000;
}

double sum_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}
double count_of(const std::vector<double>& values) { return static_cast<double>(values.size()); }
double average_of(const std::vector<double>& values) {
  return values.empty() ? not_a_number : sum_of(values) / count_of(values);
}
double minimum_of(const std::vector<double>& values) {
  return values.empty() ? not_a_number : std::ranges::min(values);
}
double maximum_of(const std::vector<double>& values) {
  return values.empty() ? not_a_number : std::ranges::max(values);
}
double deviation_of(const std::vector<double>& values) {
  if (values.empty()) return not_a_number;
  const double average = average_of(values);
  double squares = 0;
  for (const double value : values) squares += (value - average) * (value - average);
  return std::sqrt(squares / count_of(values));
}

TimeSeries running_sum(const TimeSeries& series) {
  double sum = 0;
  return for_each_point(series, [&sum](const TimeValue& point) { return sum += point.value; });
}

std::chrono::sys_days day_of(WallTime time) {
  return std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<milliseconds>(milliseconds(time.ms)));
}
std::chrono::year_month_day date_of(const TimeValue& point) { return {day_of(point.time)}; }
std::int64_t second_of_day(const TimeValue& point) {
  return point.time.whole_seconds() -
         std::chrono::duration_cast<seconds>(day_of(point.time).time_since_epoch()).count();
}

template <double (*function)(double)>
TimeSeries map_values(const TimeSeries& series) {
  return for_each_point(series, [](const TimeValue& point) { return function(point.value); });
}

template <double (*function)(const TimeValue&)>
TimeSeries map_times(const TimeSeries& series) {
  return for_each_point(series, function);
}

double absolute(double value) { return std::fabs(value); }
double ceiling(double value) { return std::ceil(value); }
double floor_of(double value) { return std::floor(value); }
double logarithm(double value) { return std::log(value); }
double decimal_logarithm(double value) { return std::log10(value); }

double minute_of(const TimeValue& point) {
  return static_cast<double>(second_of_day(point) / 60 % 60);
}
double hour_of(const TimeValue& point) {
  const std::int64_t hour = second_of_day(point) / 3'600;
  return static_cast<double>(hour);
}
double weekday_of(const TimeValue& point) {
  return std::chrono::weekday(day_of(point.time)).iso_encoding();
}
double day_of_month(const TimeValue& point) { return static_cast<unsigned>(date_of(point).day()); }
double month_of(const TimeValue& point) { return static_cast<unsigned>(date_of(point).month()); }
double year_of(const TimeValue& point) { return static_cast<int>(date_of(point).year()); }
double epoch_of(const TimeValue& point) { return static_cast<double>(point.time.whole_seconds()); }

TimeSeries difference(const TimeSeries& series) {
  return for_each_pair(series, [](const TimeValue& earlier, const TimeValue& later) {
    return later.value - earlier.value;
  });
}
TimeSeries time_difference(const TimeSeries& series) {
  return for_each_pair(series, seconds_between);
}
TimeSeries rate(const TimeSeries& series) {
  return for_each_pair(series, [](const TimeValue& earlier, const TimeValue& later) {
    return (later.value - earlier.value) / seconds_between(earlier, later);
  });
}

template <class Function>
struct Named {
  std::string_view name;
  Function function;
};

template <class Function, std::size_t count>
Function find_named(const std::array<Named<Function>, count>& all, std::string_view name) {
  for (const Named<Function>& named : all) {
    if (named.name == name) return named.function;
  }
  return nullptr;
}

// Calls `fill` with each gap of the frame, its neighbours being null at the ends.
template <class Fill>
TimeSeries fill_gaps(const TimeSeries& series, const Frame& frame, const Fill& fill) {
  TimeSeries result = empty_like(series);
  const TimeValue* before = nullptr;
  auto next = series.points.begin();
  const auto take = [&] {
    before = &*next;
    result.points.push_back(*next++);
  };
  for (WallTime time = frame.start; time < frame.end; time = time + series.period) {
    while (next != series.points.end() && next->time < time) take();
    if (next != series.points.end() && next->time == time) {
      take();
      continue;
    }
    const std::optional<double> value =
        fill(time, before, next == series.points.end() ? nullptr : &*next);
    if (value) add_point(result, time, *value);
  }
  while (next != series.points.end()) take();
  return result;
}

// What a value has at a time. Times are asked for in ascending order.
class At {
 public:
  explicit At(const Value& value)
      : number_(std::get_if<double>(&value)), series_(std::get_if<TimeSeries>(&value)) {}

  std::optional<double> operator()(WallTime time) {
    if (number_ != nullptr) return *number_;
    if (series_ == nullptr) return std::nullopt;
    const std::vector<TimeValue>& points = series_->points;
    while (index_ < points.size() && points[index_].time < time) ++index_;
    if (index_ == points.size() || points[index_].time != time) return std::nullopt;
    return points[index_].value;
  }

 private:
  const double* number_;
  const TimeSeries* series_;
  std::size_t index_ = 0;
};

}  // namespace

TimeSeries constant_series(double value, const Frame& frame) {
  TimeSeries series{.label = {}, .period = frame.period, .points = {}};
  for (WallTime time = frame.start; time < frame.end; time = time + frame.period) {
    add_point(series, time, value);
  }
  return series;
}

Result<Value> combine(Operator operation, const Value& left, const Value& right) {
  const auto* const left_array = std::get_if<std::vector<TimeSeries>>(&left);
  const auto* const right_array = std::get_if<std::vector<TimeSeries>>(&right);
  if (left_array != nullptr && right_array != nullptr) {
    return fail(ErrorCode::invalid_argument,
                "An operator cannot be applied to two arrays of time series");
  }
  if (left_array != nullptr || right_array != nullptr) {
    std::vector<TimeSeries> results;
    for (const TimeSeries& series : left_array != nullptr ? *left_array : *right_array) {
      Value result = TRY(left_array != nullptr ? combine(operation, Value(series), right)
                                               : combine(operation, left, Value(series)));
      results.push_back(std::get<TimeSeries>(std::move(result)));
      results.back().label = series.label;
    }
    return Value(std::move(results));
  }
  const auto* const left_series = std::get_if<TimeSeries>(&left);
  const auto* const right_series = std::get_if<TimeSeries>(&right);
  if (left_series != nullptr && right_series != nullptr) {
    return Value(combine_series(operation, *left_series, *right_series));
  }
  if (left_series != nullptr) {
    return Value(for_each_point(*left_series, [&](const TimeValue& point) {
      return apply(operation, point.value, std::get<double>(right));
    }));
  }
  if (right_series != nullptr) {
    return Value(for_each_point(*right_series, [&](const TimeValue& point) {
      return apply(operation, std::get<double>(left), point.value);
    }));
  }
  return Value(apply(operation, std::get<double>(left), std::get<double>(right)));
}

Reduction find_reduction(std::string_view function) {
  static constexpr std::array<Named<Reduction>, 6> all{{{"SUM", sum_of},
                                                        {"AVG", average_of},
                                                        {"MIN", minimum_of},
                                                        {"MAX", maximum_of},
                                                        {"STDDEV", deviation_of},
                                                        {"DATAPOINT_COUNT", count_of}}};
  return find_named(all, function);
}

double reduce(Reduction reduction, const TimeSeries& series) {
  std::vector<double> values;
  values.reserve(series.points.size());
  for (const TimeValue& point : series.points) values.push_back(point.value);
  return reduction(values);
}

TimeSeries reduce(Reduction reduction, const std::vector<TimeSeries>& array) {
  TimeSeries result;
  std::map<WallTime, std::vector<double>> values;
  for (const TimeSeries& series : array) {
    result.period = std::max(result.period, series.period);
    for (const TimeValue& point : series.points) values[point.time].push_back(point.value);
  }
  for (const auto& [time, at_time] : values) add_point(result, time, reduction(at_time));
  return result;
}

Transformation find_transformation(std::string_view function) {
  static constexpr std::array<Named<Transformation>, 16> all{
      {{"ABS", map_values<absolute>},
       {"CEIL", map_values<ceiling>},
       {"FLOOR", map_values<floor_of>},
       {"LOG", map_values<logarithm>},
       {"LOG10", map_values<decimal_logarithm>},
       {"DIFF", difference},
       {"DIFF_TIME", time_difference},
       {"RATE", rate},
       {"RUNNING_SUM", running_sum},
       {"MINUTE", map_times<minute_of>},
       {"HOUR", map_times<hour_of>},
       {"DAY", map_times<weekday_of>},
       {"DATE", map_times<day_of_month>},
       {"MONTH", map_times<month_of>},
       {"YEAR", map_times<year_of>},
       {"EPOCH", map_times<epoch_of>}}};
  return find_named(all, function);
}

TimeSeries fill_with(const TimeSeries& series, const TimeSeries& filler, const Frame& frame) {
  const Value value(filler);
  At at(value);
  return fill_gaps(series, frame,
                   [&at](WallTime time, const TimeValue*, const TimeValue*) { return at(time); });
}

TimeSeries fill_repeat(const TimeSeries& series, const Frame& frame) {
  return fill_gaps(
      series, frame,
      [](WallTime, const TimeValue* before, const TimeValue*) -> std::optional<double> {
        if (before == nullptr) return std::nullopt;
        return before->value;
      });
}

TimeSeries fill_linear(const TimeSeries& series, const Frame& frame) {
  return fill_gaps(
      series, frame,
      [](WallTime time, const TimeValue* before, const TimeValue* after) -> std::optional<double> {
        if (before == nullptr || after == nullptr) return std::nullopt;
        const double share =
            seconds_between(*before, {.time = time}) / seconds_between(*before, *after);
        return before->value + share * (after->value - before->value);
      });
}

TimeSeries choose(const TimeSeries& condition, const Value& then, const Value* otherwise) {
  At at_then(then);
  std::optional<At> at_otherwise;
  if (otherwise != nullptr) at_otherwise.emplace(*otherwise);
  TimeSeries result = empty_like(condition);
  for (const TimeValue& point : condition.points) {
    std::optional<double> value;
    if (point.value != 0) {
      value = at_then(point.time);
    } else if (at_otherwise) {
      value = (*at_otherwise)(point.time);
    }
    if (value) add_point(result, point.time, *value);
  }
  return result;
}

}  // namespace weir::monitoring
