// AlarmEvaluator: says of every alarm which state it is in. Alarms on periods of a minute or more
// are evaluated once a minute, a quarter of a minute after it is over, others every ten seconds;
// composite alarms with them, after what they depend on.
//
// What it finds goes into the catalog as one command, the change of the state together with the
// actions that it calls for (AlarmActions carries them out); it keeps nothing that a restart would
// miss.
//
// There may be thousands of alarms, and the loop has other things to do: one is evaluated after the
// other, and after each millisecond of it the loop has a rest, so that the kernel's threads have
// its core, without which no write to the disk ends.
//
// Threads: the home loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "api/alarms/alarm_catalog.h"
#include "api/alarms/metric_evaluation.h"
#include "base/time.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "env/worker.h"
#include "monitoring/alarms/scaling_action.h"
#include "monitoring/metric_reader.h"

namespace weir::api::alarms {

struct EvaluatorParts {
  env::EventLoop& home;
  AlarmCatalog& catalog;
  monitoring::MetricReader& reader;  // On `home`.
  const env::Clock& clock;
  env::Logger& logger;
  env::Worker& worker;                            // Whom the loop waits for when it rests.
  monitoring::ScalingActions* scaling = nullptr;  // Null: there are no scaling policies.
};

class AlarmEvaluator : public std::enable_shared_from_this<AlarmEvaluator> {
 public:
  // All parts must outlive it, and it must outlive no loop that runs.
  explicit AlarmEvaluator(const EvaluatorParts& parts) : parts_(parts) {}

  // From now on until stop(). The catalog is open.
  void start();
  void stop();

 private:
  void tick_later();
  void tick();
  bool is_at_work() const;
  void evaluate_next();
  void evaluate_following();
  void go_on();
  void continue_with(void (AlarmEvaluator::*step)());
  void evaluate(const stream::AlarmPointer& alarm);
  void take(const stream::AlarmPointer& alarm, aws::Outcome<MetricJudgement> judged);
  void remind_scaling(const stream::Alarm& alarm, std::optional<double> newest);
  void queue_composites(bool all);
  void evaluate_composites();
  bool is_concerned(const stream::Alarm& composite) const;
  void evaluate_dependents();
  void evaluate_composite_alarm(const stream::CatalogState& state, const stream::Alarm& alarm);
  void change(const stream::CatalogState& state, const stream::Alarm& alarm,
              stream::AlarmValue value, std::string reason, std::string reason_data);
  void submit(stream::CommandBody command, const stream::AlarmKey& alarm);

  const EvaluatorParts parts_;
  bool is_running_ = false;
  std::int64_t last_minute_ = 0;  // That slow alarms were evaluated for.
  WallTime until_;                // What is over is evaluated.
  bool is_minute_ = false;        // Slow alarms have their turn in this pass.
  std::deque<stream::AlarmKey> queue_;
  // Alarms on periods shorter than a minute, as far as known: of definitions up to this revision.
  std::set<stream::AlarmKey> quick_;
  std::uint64_t known_revision_ = 0;
  std::deque<stream::AlarmKey> composites_;
  bool all_composites_ = false;         // Else those alone that depend on one of `causes_`.
  std::set<stream::AlarmKey> causes_;   // Alarms that have changed.
  std::set<stream::AlarmKey> changed_;  // The same, since composite alarms were last queued.
  std::size_t changes_ = 0;             // On their way into the catalog.
  MonotonicTime slice_;                 // When the loop had its last rest.
  std::unique_ptr<env::Timer> timer_;
};

}  // namespace weir::api::alarms
