// StepScaling: how far a scaling policy of that type changes a capacity, by how far a metric is
// from its alarm's threshold.
//
// Source: "Step scaling policies" in the Application Auto Scaling User Guide.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace weir::monitoring {

enum class AdjustmentType : std::uint8_t {
  change_in_capacity,
  percent_change_in_capacity,
  exact_capacity,
};

// "PercentChangeInCapacity".
std::optional<AdjustmentType> adjustment_type_named(std::string_view name);

// Holds from `lower` to `upper`, both in what the metric is above (or below: negative) its
// threshold. None: without end. The end that is nearer to the threshold is included.
struct StepAdjustment {
  std::optional<double> lower{};
  std::optional<double> upper{};
  std::int32_t adjustment = 0;
};

inline constexpr std::size_t step_adjustments_max = 20;

struct StepScaling {
  AdjustmentType type = AdjustmentType::change_in_capacity;
  std::vector<StepAdjustment> steps;
  // The least that a change in percent changes; 0: none.
  std::int32_t magnitude_min = 0;
  seconds cooldown{0};
};

// Steps may neither overlap nor leave a gap, and one at most is without end on each side.
// Errors: invalid_argument
Result<void> check_steps(const StepScaling& policy);

// The capacity that the policy wants, `distance` being the metric less its threshold; as it is if
// no step holds. Not yet within anybody's limits.
std::int64_t stepped_capacity(const StepScaling& policy, std::int32_t capacity, double distance);

}  // namespace weir::monitoring
