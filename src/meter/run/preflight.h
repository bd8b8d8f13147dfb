// Preflight: what can be known to go wrong is found before anything is sent: nobody at the
// endpoint, credentials that are refused, a stream that is not there. Makes streams that the plan
// wants made.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "meter/plan/plan_error.h"
#include "meter/run/prepared_plan.h"

namespace weir::meter {

struct PreflightOutcome {
  std::vector<PlanError> errors;   // Any of them: the plan cannot run.
  std::vector<std::string> notes;  // "made stream clicks with 4 shards".
};

// Threads: the loop's.
class Preflight {
 public:
  // All must outlive it.
  Preflight(PreparedPlan& plan, env::EventLoop& loop, env::Network& network,
            const env::Clock& clock);
  ~Preflight();
  Preflight(const Preflight&) = delete;
  Preflight& operator=(const Preflight&) = delete;

  // Looks at all targets at the same time and fills in what they show (shards, ARNs). Once. `done`
  // may destroy nothing of it.
  void run(std::move_only_function<void(PreflightOutcome)> done);

 private:
  class Check;
  void on_checked();

  PreparedPlan& plan_;
  env::EventLoop& loop_;
  env::Network& network_;
  const env::Clock& clock_;
  std::vector<std::unique_ptr<Check>> checks_;
  std::size_t left_ = 0;
  std::move_only_function<void(PreflightOutcome)> done_;
};

}  // namespace weir::meter
