// The metric that a target tracking policy keeps at its target: what it is, and its last minutes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/autoscaling/policy_configuration.h"
#include "aws/authentication.h"
#include "aws/service_error.h"
#include "aws/shapes/cloudwatch/common.h"
#include "base/done.h"
#include "base/time.h"
#include "env/clock.h"
#include "monitoring/alarms/threshold.h"
#include "monitoring/metric_reader.h"
#include "stream/limits.h"
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

ShardCapacity capacity_of(const stream::ShardLimits& limits);

// What the metric is, as queries of CloudWatch: the last one's values, or the only one's. Of a
// predefined one it is made of what the stream's shards can do now. Views into the configuration,
// which must outlive it.
struct TrackedQueries {
  std::vector<aws::cloudwatch::MetricDataQuery> queries{};
  std::shared_ptr<std::vector<std::string>> texts{};  // That the queries point into, too.
};
TrackedQueries tracked_queries(const TrackedStream& stream,
                               const TargetTrackingScalingPolicyConfiguration& configuration);

using TrackedConfiguration = KeptConfiguration<TargetTrackingScalingPolicyConfiguration>;

// Reads the metric of the minutes in [start, end), ascending, none left out. Utilisation is that of
// the shards that there are now. Answers on the reader's loop. Errors: those of the reader, and
// invalid_argument.
void read_tracked_metric(monitoring::MetricReader& reader, const env::Clock& clock,
                         const TrackedStream& stream,
                         const std::shared_ptr<const TrackedConfiguration>& policy, WallTime start,
                         WallTime end, Done<std::vector<monitoring::AlarmDatapoint>> done);

}  // namespace weir::api::autoscaling
