#include "meter/plan/threshold_metric.h"

#include <gtest/gtest.h>

namespace weir::meter {
namespace {

TEST(ThresholdMetric, EachHasItsUnit) {
  for (const auto* time : {"p99", "p99.9", "p100", "median", "service_mean", "end_to_end_p50",
                           "connect_max", "lateness_p99.99", "stddev", "min"}) {
    EXPECT_EQ(metric_unit(time), MetricUnit::time) << time;
  }
  EXPECT_EQ(metric_unit("errors"), MetricUnit::fraction);
  EXPECT_EQ(metric_unit("lost"), MetricUnit::count);
  EXPECT_EQ(metric_unit("records"), MetricUnit::count);
  EXPECT_EQ(metric_unit("records/s"), MetricUnit::per_second);
}

TEST(ThresholdMetric, OtherNamesAreNone) {
  for (const auto* other : {"", "p", "p0", "p101", "p-1", "p9x", "pnan", "p1e1", "service_lost",
                            "service_", "P99", "errors/s", "service_connect_p99"}) {
    EXPECT_EQ(metric_unit(other), std::nullopt) << other;
  }
}

}  // namespace
}  // namespace weir::meter
