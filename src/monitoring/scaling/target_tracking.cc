#include "monitoring/scaling/target_tracking.h"

#include <algorithm>
#include <cmath>

namespace weir::monitoring {
namespace {

// How far below the target the metric must be before capacity goes away.
constexpr double scale_in_share = 0.9;
// A capacity that nobody has: the metric may be anything.
constexpr double capacity_max = 1e9;

std::optional<std::int64_t> capacity_for(const TargetTracking& policy, std::int32_t capacity,
                                         double metric) {
  const double wanted = std::ceil(capacity * (metric / policy.target));
  if (!std::isfinite(wanted)) return std::nullopt;
  return static_cast<std::int64_t>(std::clamp(wanted, 0.0, capacity_max));
}

Judgement judge(Comparison comparison, double value, std::uint32_t minutes,
                const std::vector<AlarmDatapoint>& datapoints) {
  const Threshold threshold{.comparison = comparison,
                            .value = value,
                            .evaluation_periods = minutes,
                            .datapoints_to_alarm = minutes,
                            .missing_data = MissingData::missing};
  const auto looked_at = std::min<std::size_t>(evaluation_range(threshold), datapoints.size());
  const std::vector<AlarmDatapoint> last(datapoints.end() - static_cast<std::ptrdiff_t>(looked_at),
                                         datapoints.end());
  return evaluate(threshold, last, AlarmState::ok);
}

}  // namespace

double scale_in_threshold(const TargetTracking& policy) { return policy.target * scale_in_share; }

Judgement judge_scale_out(const TargetTracking& policy,
                          const std::vector<AlarmDatapoint>& minutes) {
  return judge(Comparison::greater_than, policy.target, scale_out_minutes, minutes);
}

// Some low minutes among others that nothing is known of say too little.
Judgement judge_scale_in(const TargetTracking& policy, const std::vector<AlarmDatapoint>& minutes) {
  Judgement low =
      judge(Comparison::less_than, scale_in_threshold(policy), scale_in_minutes, minutes);
  if (low.state == AlarmState::alarm && low.evaluated.size() < scale_in_minutes) {
    low.state = AlarmState::insufficient_data;
    low.reason = "Insufficient Data: some datapoints were unknown.";
  }
  return low;
}

std::optional<std::int64_t> wanted_capacity(const TargetTracking& policy, std::int32_t capacity,
                                            const std::vector<AlarmDatapoint>& minutes) {
  const Judgement high = judge_scale_out(policy, minutes);
  if (high.state == AlarmState::alarm) {
    const auto wanted = capacity_for(policy, capacity, *high.evaluated.front().value);
    if (wanted && *wanted > capacity) return wanted;
  }
  if (policy.disable_scale_in) return std::nullopt;
  const Judgement low = judge_scale_in(policy, minutes);
  if (low.state != AlarmState::alarm) return std::nullopt;
  // As much as the busiest of these minutes needs, or the next of its like scales out again.
  double busiest = 0;
  for (const AlarmDatapoint& minute : low.evaluated) busiest = std::max(busiest, *minute.value);
  const auto wanted = capacity_for(policy, capacity, busiest);
  if (wanted && *wanted < capacity) return wanted;
  return std::nullopt;
}

}  // namespace weir::monitoring
