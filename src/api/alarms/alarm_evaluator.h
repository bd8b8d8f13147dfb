// AlarmEvaluator: says of every alarm which state it is in. Alarms on periods of a minute or more
// are evaluated once a minute, a quarter of a minute after it is over, others every ten seconds;
// composite alarms with them, after what they depend on.
//
// What it finds goes into the catalog as one command, the change of the state together with the
// actions that it calls for (AlarmActions carries them out); it keeps nothing that a restart would
// miss. One alarm is evaluated after the other.
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
#include <string>
#include <string_view>

#include "api/alarms/alarm_catalog.h"
#include "api/alarms/metric_evaluation.h"
#include "base/time.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "monitoring/alarms/scaling_action.h"
#include "monitoring/metric_reader.h"

namespace weir::api::alarms {

struct EvaluatorParts {
  env::EventLoop& home;
  AlarmCatalog& catalog;
  monitoring::MetricReader& reader;  // On `home`.
  const env::Clock& clock;
  env::Logger& logger;
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
  void evaluate_next();
  void evaluate(const stream::AlarmPointer& alarm);
  void take(const stream::AlarmPointer& alarm, aws::Outcome<MetricJudgement> judged);
  void remind_scaling(const stream::Alarm& alarm, std::optional<double> newest);
  void evaluate_composites();
  void evaluate_dependents();
  void evaluate_composite_alarm(const stream::CatalogState& state, const stream::Alarm& alarm);
  void change(const stream::CatalogState& state, const stream::Alarm& alarm,
              stream::AlarmValue value, std::string reason, std::string reason_data);
  void submit(stream::CommandBody command, std::string_view alarm);

  const EvaluatorParts parts_;
  bool is_running_ = false;
  std::int64_t last_minute_ = 0;  // That slow alarms were evaluated for.
  WallTime until_;                // What is over is evaluated.
  std::deque<stream::AlarmKey> queue_;
  std::size_t changes_ = 0;  // On their way into the catalog.
  std::unique_ptr<env::Timer> timer_;
};

}  // namespace weir::api::alarms
