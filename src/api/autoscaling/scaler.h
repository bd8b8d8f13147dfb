// Scaler: keeps streams that are scalable targets at the shard count that their bounds, schedules
// and policies want, within what UpdateShardCount may do.
//
// It looks at all targets every ten seconds, and once a minute at the metrics of target tracking
// policies. Everything it goes by is in the catalog, so it goes on after a restart; a scheduled
// action that was due meanwhile is carried out then, once. Of a change the activity is written
// first, then the change is asked for: whichever of the two was the last, the next look finds out
// what has become of it.
//
// Threads: its home loop's, which is the catalog's. Held by a shared pointer: what it has asked for
// is answered to it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/autoscaling/activity.h"
#include "api/autoscaling/time_zones.h"
#include "api/autoscaling/tracked_metric.h"
#include "api/autoscaling/tracking_alarms.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "env/random.h"
#include "monitoring/alarms/scaling_action.h"
#include "monitoring/metric_reader.h"
#include "stream/catalog.h"
#include "stream/stream_service.h"

namespace weir::api::autoscaling {

// What it works with; must outlive it.
struct ScalerParts {
  env::EventLoop& home;
  stream::Catalog& catalog;
  stream::StreamService& streams;
  const env::Clock& clock;
  env::Random& random;
  env::Logger& logger;
  TimeZones& time_zones;
  monitoring::MetricReader& metrics;  // As the home loop sees them.
  TrackingAlarms& alarms;             // Which show what it sees.
};

class Scaler final : public monitoring::ScalingActions,
                     public std::enable_shared_from_this<Scaler> {
 public:
  explicit Scaler(const ScalerParts& parts);

  // From now on until stop(). The catalog is open.
  void start();
  void stop();

  // For step scaling policies; one of target tracking needs no alarm.
  void run(const monitoring::ScalingCall& call, Done<std::string> done) override;

 private:
  // A target as one look sees it.
  struct Seen {
    stream::StreamScalingPointer target;
    stream::DescriptionPointer stream;
    ActivitiesPointer activities;
    WallTime now;

    std::int32_t shards() const { return static_cast<std::int32_t>(stream->open_shard_count()); }
  };
  struct Evaluation;
  using EvaluationPointer = std::shared_ptr<Evaluation>;

  void look_later();
  void look();
  std::optional<Seen> see(const stream::StreamKey& key) const;
  void look_at(const Seen& seen, bool is_minute);

  // Each says whether it has found something to do.
  bool settle(const Seen& seen);
  bool run_schedules(const Seen& seen);
  bool keep_bounds(const Seen& seen);
  bool can_scale(const Seen& seen) const;

  std::optional<WallTime> due_time(const Seen& seen, const stream::ScheduledAction& action);
  WallTime next_due_time(const Seen& seen) const;

  void evaluate(const Seen& seen);
  void evaluate_next(const EvaluationPointer& evaluation);
  void take_minutes(const EvaluationPointer& evaluation,
                    std::vector<monitoring::AlarmDatapoint> minutes);
  void conclude(const Evaluation& evaluation);
  std::vector<monitoring::AlarmDatapoint> judged_minutes(
      const Evaluation& evaluation, std::vector<monitoring::AlarmDatapoint> minutes) const;

  monitoring::StreamScaler decider_of(const Seen& seen) const;
  TrackedStream tracked_stream(const Seen& seen) const;
  std::string run_step(const Seen& seen, const stream::ScalingPolicy& policy,
                       const monitoring::StepScaling& steps, const monitoring::ScalingCall& call);
  // What is done about a decision, in words.
  std::string scale(const Seen& seen, std::int32_t to, const std::string& cause);
  std::string stay(const Seen& seen, monitoring::StayReason reason, const std::string& cause);

  void update_shard_count(const stream::StreamKey& key, stream::ScalingActivity activity);
  void record(const stream::StreamKey& key, stream::ScalingActivity activity);
  void submit(const stream::StreamKey& key, stream::CommandBody command, Done<void> done);

  const ScalerParts parts_;
  WallTime started_;
  std::int64_t last_minute_ = 0;
  std::set<stream::StreamKey> busy_;  // Something is being written of them.
  // Until when nothing is due of a target at that revision: schedules are read once, not at every
  // look. Of targets that are gone, too, until there are too many.
  struct Quiet {
    std::uint64_t revision = 0;
    WallTime since;
    WallTime until;
  };
  std::map<stream::StreamKey, Quiet> quiet_;
  std::unique_ptr<env::Timer> timer_;
};

}  // namespace weir::api::autoscaling
