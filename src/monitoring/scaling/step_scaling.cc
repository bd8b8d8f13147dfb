#include "monitoring/scaling/step_scaling.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace weir::monitoring {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

constexpr std::array<std::string_view, 3> type_names{"ChangeInCapacity", "PercentChangeInCapacity",
                                                     "ExactCapacity"};

double lower_of(const StepAdjustment& step) { return step.lower.value_or(-infinite); }
double upper_of(const StepAdjustment& step) { return step.upper.value_or(infinite); }

bool holds(const StepAdjustment& step, double distance) {
  if (distance >= 0) return distance >= lower_of(step) && distance < upper_of(step);
  return distance > lower_of(step) && distance <= upper_of(step);
}

// 12.7 is 12, 0.67 is 1, -0.58 is -1, -6.67 is -6.
double rounded_change(double change) {
  if (change > 0 && change < 1) return 1;
  if (change < 0 && change > -1) return -1;
  return std::trunc(change);
}

double percent_change(const StepScaling& policy, std::int32_t capacity, std::int32_t percent) {
  const double change = rounded_change(capacity * (percent / 100.0));
  const double least = policy.magnitude_min;
  if (percent == 0 || std::abs(change) >= least) return change;
  return percent > 0 ? least : -least;
}

std::unexpected<Error> invalid(std::string message) {
  return fail(ErrorCode::invalid_argument, std::move(message));
}

}  // namespace

std::optional<AdjustmentType> adjustment_type_named(std::string_view name) {
  const auto* const found = std::ranges::find(type_names, name);
  if (found == type_names.end()) return std::nullopt;
  return static_cast<AdjustmentType>(found - type_names.begin());
}

Result<void> check_steps(const StepScaling& policy) {
  if (policy.steps.empty()) return invalid("StepAdjustments must have at least one step.");
  if (policy.steps.size() > step_adjustments_max) {
    return invalid(fmt::format("StepAdjustments has {} steps; {} are allowed.", policy.steps.size(),
                               step_adjustments_max));
  }
  std::vector<StepAdjustment> steps = policy.steps;
  std::ranges::sort(steps, {}, lower_of);
  for (std::size_t index = 0; index < steps.size(); ++index) {
    if (lower_of(steps[index]) >= upper_of(steps[index])) {
      return invalid("The lower bound of a step must be less than its upper bound.");
    }
    if (policy.type == AdjustmentType::exact_capacity && steps[index].adjustment < 0) {
      return invalid("An exact capacity must not be negative.");
    }
    if (index == 0) continue;
    const double end = upper_of(steps[index - 1]);
    const double begin = lower_of(steps[index]);
    if (end > begin) return invalid("The steps overlap.");
    if (end < begin) return invalid("There is a gap between the steps.");
  }
  return {};
}

std::int64_t stepped_capacity(const StepScaling& policy, std::int32_t capacity, double distance) {
  const auto step = std::ranges::find_if(
      policy.steps, [distance](const StepAdjustment& each) { return holds(each, distance); });
  if (step == policy.steps.end()) return capacity;
  switch (policy.type) {
    case AdjustmentType::change_in_capacity:
      return std::int64_t{capacity} + step->adjustment;
    case AdjustmentType::percent_change_in_capacity:
      return capacity +
             static_cast<std::int64_t>(percent_change(policy, capacity, step->adjustment));
    case AdjustmentType::exact_capacity:
      return step->adjustment;
  }
  return capacity;
}

}  // namespace weir::monitoring
