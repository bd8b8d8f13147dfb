// TimeSeries: points of one metric or expression in time; Value: what metric math works with.
// (Series and Point are what the store keeps.)
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/time.h"

namespace weir::monitoring {

struct TimeValue {
  WallTime time;  // The period's start.
  double value = 0;

  friend bool operator==(const TimeValue&, const TimeValue&) = default;
};

struct TimeSeries {
  std::string label;
  seconds period{60};
  // Ascending, each time once; a period without a value has no point.
  std::vector<TimeValue> points;

  friend bool operator==(const TimeSeries&, const TimeSeries&) = default;
};

// A number, a time series or an array of time series. A number that cannot be (1 / 0) is NaN; a
// point that cannot be is none.
using Value = std::variant<double, TimeSeries, std::vector<TimeSeries>>;

}  // namespace weir::monitoring
