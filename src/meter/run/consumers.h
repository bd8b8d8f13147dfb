// Consumers: the registered consumers that a plan's push readers need: made before the run if they
// are not there, and then removed after it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/done.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "meter/plan/plan_error.h"
#include "meter/run/prepared_plan.h"

namespace weir::meter {

// Threads: the loop's.
class Consumers {
 public:
  // All must outlive it.
  Consumers(PreparedPlan& plan, env::EventLoop& loop, env::Network& network,
            const env::Clock& clock);
  ~Consumers();
  Consumers(const Consumers&) = delete;
  Consumers& operator=(const Consumers&) = delete;

  // Registers what is missing, waits until all are ACTIVE and notes their ARNs in the plan. Once,
  // after the pre-flight.
  void make(std::move_only_function<void(std::vector<PlanError>)> done);

  // Removes those that it made. A failure is not told: they cost nothing that a run counts.
  void remove(Task done);

 private:
  class Keeper;
  void on_made();
  void on_removed();

  PreparedPlan& plan_;
  env::EventLoop& loop_;
  env::Network& network_;
  const env::Clock& clock_;
  std::vector<std::unique_ptr<Keeper>> keepers_;
  std::size_t left_ = 0;
  std::vector<PlanError> errors_;
  std::move_only_function<void(std::vector<PlanError>)> made_;
  Task removed_;
};

}  // namespace weir::meter
