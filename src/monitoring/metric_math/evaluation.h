// Evaluation of a formula of metric math over values that have been read.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "monitoring/metric_math/expression.h"
#include "monitoring/metric_math/operations.h"
#include "monitoring/metric_math/time_series.h"

namespace weir::monitoring {

struct MathInputs {
  Frame frame;
  std::map<std::string, Value, std::less<>> results{};  // By id: what the formula refers to.
  std::vector<std::string> metric_ids{};  // Those that are metrics, in the request's order.
  // What each SEARCH found, by its arguments' texts, joined by a line feed (see search_key()).
  std::map<std::string, std::vector<TimeSeries>, std::less<>> searches{};
};

// Points that the formulas of a request may make on their way: some 16 bytes each.
inline constexpr std::size_t math_points_max = 4'000'000;

// What names a SEARCH call: nothing if an argument is no text or number.
// Errors: invalid_argument  its arguments are not those of a SEARCH.
Result<std::string> search_key(const Expression& call);

// Errors: invalid_argument  an unknown function or id, a wrong number or kind of arguments.
//         limit_exceeded    more than `points_left` points, from which those that it made are
//         taken.
Result<Value> evaluate(const Expression& expression, const MathInputs& inputs,
                       std::size_t& points_left);

// As a formula's result is shown: a number is a series of the frame.
std::vector<TimeSeries> as_series(Value value, const Frame& frame);

}  // namespace weir::monitoring
