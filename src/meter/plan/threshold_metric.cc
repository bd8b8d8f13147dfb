#include "meter/plan/threshold_metric.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace weir::meter {
namespace {

template <std::size_t count>
bool is_among(std::string_view name, const std::array<std::string_view, count>& names) {
  return std::ranges::find(names, name) != names.end();
}

constexpr std::array<std::string_view, 5> statistics{"min", "mean", "median", "max", "stddev"};
constexpr std::array<std::string_view, 4> timed{"service_", "connect_", "end_to_end_", "lateness_"};
constexpr std::array<std::string_view, 2> fractions{"errors", "record_errors"};
constexpr std::array<std::string_view, 9> counts{"samples",      "records", "failed",
                                                 "throttles",    "lost",    "duplicates",
                                                 "out_of_order", "late",    "unsent"};
constexpr std::array<std::string_view, 3> rates{"samples/s", "records/s", "bytes/s"};

}  // namespace

std::optional<double> percentile_of(std::string_view statistic) {
  if (!statistic.starts_with('p')) return std::nullopt;
  statistic.remove_prefix(1);
  double percentile = 0;
  const char* const end = statistic.data() + statistic.size();
  const auto [last, error] =
      std::from_chars(statistic.data(), end, percentile, std::chars_format::fixed);
  if (error != std::errc() || last != end) return std::nullopt;
  if (!(percentile > 0 && percentile <= 100)) return std::nullopt;
  return percentile;
}

std::optional<MetricUnit> metric_unit(std::string_view metric) {
  if (is_among(metric, fractions)) return MetricUnit::fraction;
  if (is_among(metric, counts)) return MetricUnit::count;
  if (is_among(metric, rates)) return MetricUnit::per_second;
  for (const std::string_view prefix : timed) {
    if (metric.starts_with(prefix)) {
      metric.remove_prefix(prefix.size());
      break;
    }
  }
  if (is_among(metric, statistics) || percentile_of(metric)) return MetricUnit::time;
  return std::nullopt;
}

}  // namespace weir::meter
