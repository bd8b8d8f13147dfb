#include "server/alarms.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "api/alarms/operations.h"

namespace weir::server {

std::shared_ptr<const stream::CatalogState> CatalogOfAlarms::state(
    const env::EventLoop& /*loop*/) const {
  auto view = catalog_.view();
  const stream::CatalogState* const state = &view->state;
  return {std::move(view), state};
}

void CatalogOfAlarms::submit(env::EventLoop& loop, stream::CommandBody body, Done<void> done) {
  catalog_.submit(loop, std::move(body), std::move(done));
}

Alarms::Alarms(const AlarmsParts& parts, std::vector<notifications::Topic> topics)
    : catalog_(parts.catalog),
      services_{.authorise = parts.authorise,
                .catalog = catalog_,
                .clock = parts.clock,
                .others = parts.others},
      commands_(std::make_unique<env::ProcessCommands>(parts.home)),
      notifier_(std::make_unique<notifications::TopicNotifier>(
          notifications::NotifierParts{.home = parts.home,
                                       .network = parts.network,
                                       .commands = *commands_,
                                       .clock = parts.clock},
          std::move(topics))),
      evaluator_(std::make_shared<api::alarms::AlarmEvaluator>(
          api::alarms::EvaluatorParts{.home = parts.home,
                                      .catalog = catalog_,
                                      .reader = parts.reader,
                                      .clock = parts.clock,
                                      .logger = parts.logger,
                                      .worker = parts.worker,
                                      .scaling = parts.scaling})),
      actions_(std::make_shared<api::alarms::AlarmActions>(
          api::alarms::ActionParts{.home = parts.home,
                                   .catalog = catalog_,
                                   .notifier = *notifier_,
                                   .clock = parts.clock,
                                   .logger = parts.logger,
                                   .scaling = parts.scaling})) {}

void Alarms::add_operations(api::WireService& service) const {
  std::ranges::move(api::alarms::operations(services_), std::back_inserter(service.operations));
}

void Alarms::start() {
  evaluator_->start();
  actions_->start();
}

void Alarms::stop() {
  evaluator_->stop();
  actions_->stop();
  notifier_.reset();
  commands_.reset();
}

}  // namespace weir::server
