// Scaling: what Application Auto Scaling keeps of a stream: its scalable target with the policies
// and the scheduled actions of that, and what was done about them.
//
// The catalog does not know what a policy's configuration means: it is the document that
// PutScalingPolicy was given, which api/autoscaling reads.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "stream/stream_description.h"
#include "stream/stream_key.h"

namespace weir::stream {

enum class ScalingPolicyType : std::uint8_t { step_scaling, target_tracking };
constexpr ScalingPolicyType last_of(ScalingPolicyType) {
  return ScalingPolicyType::target_tracking;
}

struct ScalingPolicy {
  std::string name{};
  std::string id{};  // A UUID, in its ARN.
  ScalingPolicyType type = ScalingPolicyType::step_scaling;
  std::string configuration{};  // A document of JSON.
  WallTime created{};

  friend bool operator==(const ScalingPolicy&, const ScalingPolicy&) = default;
};

struct ScheduledAction {
  std::string name{};
  std::string id{};        // A UUID, in its ARN.
  std::string schedule{};  // "cron(0 8 * * ? *)".
  std::string timezone{};  // Empty: UTC.
  std::optional<WallTime> start{};
  std::optional<WallTime> end{};
  std::optional<std::int32_t> capacity_min{};
  std::optional<std::int32_t> capacity_max{};
  WallTime created{};
  WallTime done_until{};  // What was due until then, with it, was done.

  friend bool operator==(const ScheduledAction&, const ScheduledAction&) = default;
};

// Of StreamScaling::suspended.
inline constexpr std::uint8_t scaling_in_suspended = 1;
inline constexpr std::uint8_t scaling_out_suspended = 2;
inline constexpr std::uint8_t scheduled_scaling_suspended = 4;

// A scalable target: there is none without its stream.
struct StreamScaling {
  StreamKey key{};
  std::string id{};  // In its ARN, never used again.
  WallTime created{};
  std::int32_t capacity_min = 1;
  std::int32_t capacity_max = 1;
  std::string role_arn{};
  std::uint8_t suspended = 0;
  Tags tags{};
  std::vector<ScalingPolicy> policies{};   // By name.
  std::vector<ScheduledAction> actions{};  // By name.
  std::uint64_t revision = 0;              // Of the command that changed it last.

  friend bool operator==(const StreamScaling&, const StreamScaling&) = default;
};

enum class ScalingActivityStatus : std::uint8_t { in_progress, successful, unfulfilled, failed };
constexpr ScalingActivityStatus last_of(ScalingActivityStatus) {
  return ScalingActivityStatus::failed;
}

struct NotScaledReason {
  std::string code{};
  std::optional<std::int32_t> capacity_min{};
  std::optional<std::int32_t> capacity_max{};
  std::optional<std::int32_t> capacity{};

  friend bool operator==(const NotScaledReason&, const NotScaledReason&) = default;
};

struct ScalingActivity {
  std::string id{};  // A UUID.
  std::string description{};
  std::string cause{};
  WallTime start{};
  std::optional<WallTime> end{};
  ScalingActivityStatus status = ScalingActivityStatus::in_progress;
  std::string status_message{};
  std::vector<NotScaledReason> not_scaled{};  // Empty: it scaled, or was to.
  std::int32_t from = 0;                      // Shards; from and to are equal if it did not scale.
  std::int32_t to = 0;

  friend bool operator==(const ScalingActivity&, const ScalingActivity&) = default;
};

// The newest are kept, for six weeks as Amazon does. A stream is scaled ten times a day at most.
inline constexpr std::size_t scaling_activities_max = 200;

// By start, the oldest first.
using ScalingActivities = std::vector<ScalingActivity>;

}  // namespace weir::stream
