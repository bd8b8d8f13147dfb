// The CloudWatch alarms of target tracking policies. At Amazon there are two for each policy, which
// call it; here the scaler looks at the metric itself, each minute, as such alarms would. These
// show what it sees: names that never change, and the states by which it goes out and in. Nobody
// has put them, and they are not in the catalog.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "api/autoscaling/policy_configuration.h"
#include "aws/shapes/autoscaling/scaling_policies.h"
#include "base/mutex.h"
#include "base/time.h"
#include "monitoring/alarms/threshold.h"
#include "monitoring/scaling/target_tracking.h"
#include "stream/alarm.h"
#include "stream/catalog_state.h"
#include "stream/limits.h"
#include "stream/scaling.h"

namespace weir::api::autoscaling {

// AlarmHigh and, unless the policy never scales in, AlarmLow; of step scaling: none.
std::vector<aws::autoscaling::Alarm> alarms_of(const stream::StreamKey& key,
                                               const stream::ScalingPolicy& policy);

class TrackingAlarms {
 public:
  // `limits` must outlive it.
  explicit TrackingAlarms(const stream::Limits& limits) : limits_(limits) {}

  // What the scaler sees of the policy of that id. Threads: any.
  void judge(const std::string& policy_id, const monitoring::TargetTracking& tracking,
             const std::vector<monitoring::AlarmDatapoint>& minutes, WallTime now);

  // All of an account in a region, by name. Before the first minute of a process they are
  // INSUFFICIENT_DATA. Threads: any.
  std::vector<stream::AlarmPointer> of(const stream::CatalogState& state,
                                       const stream::AlarmKey& scope) const;

 private:
  struct Side {
    stream::AlarmValue value = stream::AlarmValue::insufficient_data;
    std::string reason = "Unchecked: Initial alarm creation";
    WallTime updated;
    WallTime transitioned;
  };
  struct Sides {
    Side high;
    Side low;
  };

  void add(const stream::StreamScaling& target, const stream::ScalingPolicy& policy,
           std::int32_t shards, std::vector<stream::AlarmPointer>& alarms) const;

  const stream::Limits& limits_;
  mutable Mutex mutex_;
  std::map<std::string, Sides> sides_ GUARDED_BY(mutex_);  // By the policy's id.
};

}  // namespace weir::api::autoscaling
