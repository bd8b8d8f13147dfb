// Alarms: a server's alarms at work: what evaluates them, and what carries out what they call for.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "api/alarms/alarm_actions.h"
#include "api/alarms/alarm_catalog.h"
#include "api/alarms/alarm_evaluator.h"
#include "api/alarms/services.h"
#include "api/cloudwatch/authorise.h"
#include "api/wire_service.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "env/network.h"
#include "env/process_commands.h"
#include "env/worker.h"
#include "monitoring/alarms/scaling_action.h"
#include "monitoring/metric_reader.h"
#include "notifications/topic.h"
#include "notifications/topic_notifier.h"
#include "stream/catalog.h"

namespace weir::server {

// The catalog as alarms know it.
class CatalogOfAlarms final : public api::alarms::AlarmCatalog {
 public:
  explicit CatalogOfAlarms(stream::Catalog& catalog) : catalog_(catalog) {}

  std::shared_ptr<const stream::CatalogState> state(const env::EventLoop& loop) const override;
  void submit(env::EventLoop& loop, stream::CommandBody body, Done<void> done) override;

 private:
  stream::Catalog& catalog_;
};

struct AlarmsParts {
  env::EventLoop& home;  // The catalog's.
  stream::Catalog& catalog;
  monitoring::MetricReader& reader;  // On `home`.
  env::Network& network;
  const env::Clock& clock;
  env::Logger& logger;
  env::Worker& worker;
  api::cloudwatch::Authorise authorise;
  monitoring::ScalingActions* scaling = nullptr;  // Null: there are no scaling policies.
  // Those of scaling policies, as in api::alarms::Services.
  std::function<std::vector<stream::AlarmPointer>(const stream::CatalogState& state,
                                                  const stream::AlarmKey& scope)>
      others{};
};

// All parts must outlive it. Threads: the home loop's, except construction and destruction while it
// does not run.
class Alarms {
 public:
  Alarms(const AlarmsParts& parts, std::vector<notifications::Topic> topics);

  // Adds the operations on alarms, which work as long as this lives.
  void add_operations(api::WireService& service) const;

  void start();
  // What is under way is dropped: the next start does it again.
  void stop();

 private:
  CatalogOfAlarms catalog_;
  api::alarms::Services services_;
  std::unique_ptr<env::ProcessCommands> commands_;
  std::unique_ptr<notifications::TopicNotifier> notifier_;
  std::shared_ptr<api::alarms::AlarmEvaluator> evaluator_;
  std::shared_ptr<api::alarms::AlarmActions> actions_;
};

}  // namespace weir::server
