// AlarmActions: carries out what changes of alarms call for, as the catalog has it: one action
// after the other and several at once, each until somebody has taken it, with ever longer waits in
// between, for a day.
//
// An action is in the catalog from the change on until it has been carried out. A process that ends
// in between cannot know: the next one tries it again, under the same id.
//
// Threads: the home loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "api/alarms/alarm_catalog.h"
#include "api/alarms/notifier.h"
#include "base/time.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "monitoring/alarms/scaling_action.h"
#include "stream/alarm_commands.h"

namespace weir::api::alarms {

struct ActionParts {
  env::EventLoop& home;
  AlarmCatalog& catalog;
  Notifier& notifier;
  const env::Clock& clock;
  env::Logger& logger;
  monitoring::ScalingActions* scaling = nullptr;  // Null: there are no scaling policies.
};

class AlarmActions : public std::enable_shared_from_this<AlarmActions> {
 public:
  // All parts must outlive it.
  explicit AlarmActions(const ActionParts& parts) : parts_(parts) {}

  // From now on until stop(). The catalog is open.
  void start();
  void stop();

 private:
  struct Attempts {
    unsigned failed = 0;
    bool is_under_way = false;
    MonotonicTime next{};
    // It has been carried out or given up, and the catalog is yet to take that.
    std::optional<stream::commands::FinishAlarmAction> end{};
  };

  void look_later();
  void look();
  void carry_out(const stream::DueActionPointer& due);
  void notify(const stream::DueActionPointer& due);
  void scale(const stream::DueActionPointer& due);
  void take(const stream::DueActionPointer& due, const std::string& message_id,
            const Result<std::string>& result);
  void finish(const stream::DueActionKey& key);

  const ActionParts parts_;
  bool is_running_ = false;
  std::map<stream::DueActionKey, Attempts> attempts_;  // Of those that are due.
  std::size_t under_way_ = 0;
  std::unique_ptr<env::Timer> timer_;
};

}  // namespace weir::api::alarms
