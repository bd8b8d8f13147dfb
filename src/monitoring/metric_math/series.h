// Series: points of one metric or expression in time; Value: what metric math works with.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/time.h"

namespace weir::monitoring {

struct Point {
  WallTime time;  // The period's start.
  double value = 0;

  friend bool operator==(const Point&, const Point&) = default;
};

struct Series {
  std::string label;
  seconds period{60};
  std::vector<Point> points;  // Ascending, each time once; a period without a value has no point.

  friend bool operator==(const Series&, const Series&) = default;
};

// A number, a time series or an array of time series. A number that cannot be (1 / 0) is NaN; a
// point that cannot be is none.
using Value = std::variant<double, Series, std::vector<Series>>;

}  // namespace weir::monitoring
