// TargetTracking: which capacity keeps a metric, that falls as the capacity grows, at its target.
//
// As Application Auto Scaling does it: two alarms, one above the target for three minutes, one a
// tenth below it for fifteen; quickly out, slowly in.
//
// Source: "Target tracking scaling policies" in the Application Auto Scaling User Guide.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "monitoring/alarms/threshold.h"

namespace weir::monitoring {

struct TargetTracking {
  double target = 0;  // Above 0.
  seconds scale_out_cooldown{300};
  seconds scale_in_cooldown{300};
  bool disable_scale_in = false;
};

inline constexpr std::uint32_t scale_out_minutes = 3;
inline constexpr std::uint32_t scale_in_minutes = 15;
// Minutes that the following look at.
inline constexpr std::size_t tracked_minutes = scale_in_minutes + 2;

// Below it in all minutes, the policy may scale in.
double scale_in_threshold(const TargetTracking& policy);

// What the policy's two alarms say; ALARM is what wanted_capacity() goes by. The reason is empty if
// it is OK. `minutes` as there.
Judgement judge_scale_out(const TargetTracking& policy, const std::vector<AlarmDatapoint>& minutes);
Judgement judge_scale_in(const TargetTracking& policy, const std::vector<AlarmDatapoint>& minutes);

// The capacity that the policy wants; nothing: as it is. `minutes`: the metric of the last
// tracked_minutes minutes, ascending, none left out. Without data nothing changes.
std::optional<std::int64_t> wanted_capacity(const TargetTracking& policy, std::int32_t capacity,
                                            const std::vector<AlarmDatapoint>& minutes);

}  // namespace weir::monitoring
