#include "api/autoscaling/activity.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ranges>
#include <utility>

#include "api/autoscaling/names.h"

namespace weir::api::autoscaling {
namespace {

using stream::ScalingActivity;
using stream::ScalingActivityStatus;

// What has failed is tried again after this.
constexpr milliseconds retry_time = std::chrono::minutes(15);

const ScalingActivity* last_of(const ActivitiesPointer& activities, auto&& is_such) {
  if (activities == nullptr) return nullptr;
  for (const ScalingActivity& activity : *activities | std::views::reverse) {
    if (activity.status != ScalingActivityStatus::failed && is_such(activity)) return &activity;
  }
  return nullptr;
}

}  // namespace

ScalingActivity begun_activity(env::Random& random, std::int32_t from, std::int32_t to,
                               std::string cause, WallTime now) {
  return {.id = new_uuid(random),
          .description = fmt::format("Setting shard count to {}.", to),
          .cause = std::move(cause),
          .start = now,
          .status_message = fmt::format("Successfully set shard count to {}. Waiting for change to "
                                        "be fulfilled by kinesis.",
                                        to),
          .from = from,
          .to = to};
}

ScalingActivity fulfilled(ScalingActivity activity, WallTime now) {
  activity.end = now;
  activity.status = ScalingActivityStatus::successful;
  activity.status_message = fmt::format(
      "Successfully set shard count to {}. Change successfully fulfilled by kinesis.", activity.to);
  return activity;
}

ScalingActivity failed(ScalingActivity activity, const std::string& reason, WallTime now) {
  activity.end = now;
  activity.status = ScalingActivityStatus::failed;
  activity.status_message =
      fmt::format("Failed to set shard count to {}. Reason: {}", activity.to, reason);
  return activity;
}

std::optional<stream::NotScaledReason> not_scaled_reason(monitoring::StayReason reason,
                                                         std::int32_t capacity,
                                                         const stream::StreamScaling& target) {
  using monitoring::StayReason;
  switch (reason) {
    case StayReason::is_at_maximum:
      return stream::NotScaledReason{.code = "AlreadyAtMaxCapacity",
                                     .capacity_max = target.capacity_max};
    case StayReason::is_at_minimum:
      return stream::NotScaledReason{.code = "AlreadyAtMinCapacity",
                                     .capacity_min = target.capacity_min};
    case StayReason::has_no_updates_left:
      return stream::NotScaledReason{.code = "TargetServicePutResourceAsUnscalable",
                                     .capacity = capacity};
    case StayReason::is_too_little:
      return stream::NotScaledReason{.code = "AutoScalingAnticipatedFlapping",
                                     .capacity = capacity};
    case StayReason::nothing_is_wanted:
    case StayReason::is_suspended:
    case StayReason::is_cooling_down:
      break;
  }
  return std::nullopt;
}

ScalingActivity not_scaled_activity(env::Random& random, stream::NotScaledReason reason,
                                    std::int32_t capacity, std::string cause, WallTime now) {
  return {.id = new_uuid(random),
          .description = "Attempting to scale due to alarm triggered",
          .cause = std::move(cause),
          .start = now,
          .end = now,
          .status = ScalingActivityStatus::failed,
          .not_scaled = {std::move(reason)},
          .from = capacity,
          .to = capacity};
}

const ScalingActivity* activity_in_progress(const ActivitiesPointer& activities) {
  return last_of(activities, [](const ScalingActivity& activity) {
    return activity.status == ScalingActivityStatus::in_progress;
  });
}

bool is_known(const ActivitiesPointer& activities, const ScalingActivity& activity) {
  if (activities == nullptr || activities->empty()) return false;
  const ScalingActivity& newest = activities->back();
  return newest.cause == activity.cause && newest.not_scaled == activity.not_scaled;
}

bool has_failed_lately(const ActivitiesPointer& activities, std::int32_t to, WallTime now) {
  if (activities == nullptr) return false;
  return std::ranges::any_of(*activities, [to, now](const ScalingActivity& activity) {
    return activity.status == ScalingActivityStatus::failed && activity.not_scaled.empty() &&
           activity.to == to && activity.start <= now && now - activity.start < retry_time;
  });
}

const ScalingActivity* last_scale_out(const ActivitiesPointer& activities) {
  return last_of(activities,
                 [](const ScalingActivity& activity) { return activity.to > activity.from; });
}

const ScalingActivity* last_scale_in(const ActivitiesPointer& activities) {
  return last_of(activities,
                 [](const ScalingActivity& activity) { return activity.to < activity.from; });
}

monitoring::ScalingHistory history_of(const ActivitiesPointer& activities,
                                      const stream::StreamDescription& stream) {
  monitoring::ScalingHistory history{.updates = stream.count_updates};
  if (const ScalingActivity* const out = last_scale_out(activities))
    history.scaled_out = out->start;
  if (const ScalingActivity* const in = last_scale_in(activities)) history.scaled_in = in->start;
  return history;
}

}  // namespace weir::api::autoscaling
