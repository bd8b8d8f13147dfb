// Scaling activities: what is written of a change of a stream's shard count, and what earlier ones
// say about the next.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"
#include "env/random.h"
#include "monitoring/scaling/stream_scaler.h"
#include "stream/scaling.h"
#include "stream/stream_description.h"

namespace weir::api::autoscaling {

// Begun now.
stream::ScalingActivity begun_activity(env::Random& random, std::int32_t from, std::int32_t to,
                                       std::string cause, WallTime now);
// What becomes of it.
stream::ScalingActivity fulfilled(stream::ScalingActivity activity, WallTime now);
stream::ScalingActivity failed(stream::ScalingActivity activity, const std::string& reason,
                               WallTime now);

// Why a policy has not scaled; nothing for reasons that are no news: nothing was wanted, a
// cooldown, what the owner has suspended.
std::optional<stream::NotScaledReason> not_scaled_reason(monitoring::StayReason reason,
                                                         std::int32_t capacity,
                                                         const stream::StreamScaling& target);
stream::ScalingActivity not_scaled_activity(env::Random& random, stream::NotScaledReason reason,
                                            std::int32_t capacity, std::string cause, WallTime now);

// Null: there are none.
using ActivitiesPointer = std::shared_ptr<const stream::ScalingActivities>;

// The one that is under way; null if none is.
const stream::ScalingActivity* activity_in_progress(const ActivitiesPointer& activities);

// Whether the newest one says just this already.
bool is_known(const ActivitiesPointer& activities, const stream::ScalingActivity& activity);

// Whether to bring the stream to so many shards has failed lately.
bool has_failed_lately(const ActivitiesPointer& activities, std::int32_t to, WallTime now);

// The newest change that went out, or in, and did not fail; null if there is none.
const stream::ScalingActivity* last_scale_out(const ActivitiesPointer& activities);
const stream::ScalingActivity* last_scale_in(const ActivitiesPointer& activities);

monitoring::ScalingHistory history_of(const ActivitiesPointer& activities,
                                      const stream::StreamDescription& stream);

}  // namespace weir::api::autoscaling
