// The scaling of streams as bytes: the descriptions that encoding.h asks for.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stream/encoding.h"
#include "stream/scaling.h"

namespace weir::stream {

void describe_bytes(auto& archive, Is<ScalingPolicy> auto& policy) {
  archive(policy.name, policy.id, policy.type, policy.configuration, policy.created);
}
void describe_bytes(auto& archive, Is<ScheduledAction> auto& action) {
  archive(action.name, action.id, action.schedule, action.timezone, action.start, action.end,
          action.capacity_min, action.capacity_max, action.created, action.done_until);
}
void describe_bytes(auto& archive, Is<StreamScaling> auto& scaling) {
  archive(scaling.key, scaling.id, scaling.created, scaling.capacity_min, scaling.capacity_max,
          scaling.role_arn, scaling.suspended, scaling.tags, scaling.policies, scaling.actions,
          scaling.revision);
}
void describe_bytes(auto& archive, Is<NotScaledReason> auto& reason) {
  archive(reason.code, reason.capacity_min, reason.capacity_max, reason.capacity);
}
void describe_bytes(auto& archive, Is<ScalingActivity> auto& activity) {
  archive(activity.id, activity.description, activity.cause, activity.start, activity.end,
          activity.status, activity.status_message, activity.not_scaled, activity.from,
          activity.to);
}

}  // namespace weir::stream
