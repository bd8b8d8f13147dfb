#include "api/cloudwatch/metrics.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/cloudwatch/errors.h"

namespace weir::api::cloudwatch {

aws::Outcome<monitoring::Metric> metric_of(
    const aws::Caller& caller, std::string_view name_space, std::string_view name,
    const std::optional<std::vector<aws::cloudwatch::Dimension>>& dimensions) {
  monitoring::Metric metric{.account_id = caller.principal.account_id,
                            .region = caller.region,
                            .name_space = std::string(name_space),
                            .name = std::string(name),
                            .dimensions = {}};
  if (!dimensions) return metric;
  metric.dimensions.reserve(dimensions->size());
  for (const aws::cloudwatch::Dimension& dimension : *dimensions) {
    metric.dimensions.push_back(
        {.name = std::string(dimension.name), .value = std::string(dimension.value)});
  }
  std::ranges::sort(metric.dimensions);
  const auto twice =
      std::ranges::adjacent_find(metric.dimensions, {}, &monitoring::Dimension::name);
  if (twice == metric.dimensions.end()) return metric;
  return invalid_parameter_value(
      fmt::format("No duplicate dimensions are allowed: {}.", twice->name));
}

bool is_period(std::int32_t period) {
  return period == 1 || period == 5 || period == 10 || period == 30 ||
         (period > 0 && period % 60 == 0);
}

WallTime in_calendar(WallTime time) {
  constexpr WallTime first{-62'135'596'800'000};  // 0001-01-01T00:00:00Z.
  constexpr WallTime last{253'402'300'799'999};   // 9999-12-31T23:59:59.999Z.
  return std::clamp(time, first, last);
}

WallTime period_start(WallTime time, seconds period) {
  const std::int64_t length = milliseconds(period).count();
  const std::int64_t into = time.ms % length;
  return {time.ms - (into < 0 ? into + length : into)};
}

std::int64_t periods_between(WallTime start, WallTime end, seconds period) {
  if (end <= start) return 0;
  const std::int64_t length = milliseconds(period).count();
  return (end.ms - start.ms - 1) / length + 1;
}

}  // namespace weir::api::cloudwatch
