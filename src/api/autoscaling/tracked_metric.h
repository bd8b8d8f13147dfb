// The metric that a target tracking policy keeps at its target: what it is, and its last minutes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "api/autoscaling/policy_configuration.h"
#include "aws/authentication.h"
#include "aws/service_error.h"
#include "base/done.h"
#include "base/time.h"
#include "env/clock.h"
#include "monitoring/alarms/threshold.h"
#include "monitoring/metric_reader.h"
#include "stream/stream_key.h"
#include "stream/write_limit.h"

namespace weir::api::autoscaling {

// Whether the metric can be read. Errors: ValidationException.
aws::Outcome<void> check_tracked_metric(
    const aws::Caller& caller, const TargetTrackingScalingPolicyConfiguration& configuration);

// What a stream's shards can take and give, as the predefined metrics count it.
struct ShardCapacity {
  double write_bytes = 0;  // A second.
  double write_records = 0;
  double read_bytes = 0;
};

struct TrackedStream {
  stream::StreamKey key;
  std::int32_t shards = 1;
  ShardCapacity shard;
};

using TrackedConfiguration = KeptConfiguration<TargetTrackingScalingPolicyConfiguration>;

// Reads the metric of the minutes in [start, end), ascending, none left out. Utilisation is that of
// the shards that there are now. Answers on the reader's loop. Errors: those of the reader, and
// invalid_argument.
void read_tracked_metric(monitoring::MetricReader& reader, const env::Clock& clock,
                         const TrackedStream& stream,
                         const std::shared_ptr<const TrackedConfiguration>& policy, WallTime start,
                         WallTime end, Done<std::vector<monitoring::AlarmDatapoint>> done);

}  // namespace weir::api::autoscaling
