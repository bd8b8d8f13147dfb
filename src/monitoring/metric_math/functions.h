// Functions of metric math: their names, and how many arguments each takes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "monitoring/metric_math/expression.h"

namespace weir::monitoring {

// Functions that are neither a reduction nor a transformation (operations.h).
enum class Special : std::uint8_t {
  fill,
  first,
  if_else,
  last,
  metric_count,
  metrics,
  period,
  remove_empty,
  search,
  slice,
  sort,
  time_series,
};

std::optional<Special> find_special(std::string_view name);

// Errors: invalid_argument  the function does not exist, or takes another number of arguments.
Result<void> check_call(const Expression& call);

// The same for all calls in an expression: what can be known of it without values.
Result<void> check_functions(const Expression& expression);

}  // namespace weir::monitoring
