// What metric math does to values that are known: operators, and functions of series.
//
// Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "monitoring/metric_math/expression.h"
#include "monitoring/metric_math/time_series.h"

namespace weir::monitoring {

// The periods that a request is about: whatever has no times of its own (a number, FILL) gets them
// from here.
struct Frame {
  WallTime start;  // Included.
  WallTime end;    // Not included.
  seconds period{60};
};

// A value at every period of the frame.
TimeSeries constant_series(double value, const Frame& frame);

// Comparisons and logical operators answer 1 or 0. Two series have a result where both have a
// point. Errors: invalid_argument  two arrays.
Result<Value> combine(Operator operation, const Value& left, const Value& right);

// One number for a series (SUM, AVG, …); one series for several, of what each time has.
// Null if there is no such function.
using Reduction = double (*)(const std::vector<double>& values);
Reduction find_reduction(std::string_view function);
double reduce(Reduction reduction, const TimeSeries& series);
TimeSeries reduce(Reduction reduction, const std::vector<TimeSeries>& array);

// A function from a series to one (ABS, RATE, RUNNING_SUM, HOUR, …). Null if there is none.
using Transformation = TimeSeries (*)(const TimeSeries& series);
Transformation find_transformation(std::string_view function);

// FILL's ways. A gap is a period of the frame without a point.
TimeSeries fill_with(const TimeSeries& series, const TimeSeries& filler, const Frame& frame);
TimeSeries fill_repeat(const TimeSeries& series, const Frame& frame);
TimeSeries fill_linear(const TimeSeries& series, const Frame& frame);

// IF: at each time of `condition`, what the chosen side has there. `otherwise` may be null:
// nothing.
TimeSeries choose(const TimeSeries& condition, const Value& then, const Value* otherwise);

}  // namespace weir::monitoring
