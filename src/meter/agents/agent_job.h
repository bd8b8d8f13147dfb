// AgentJob: a run on an agent's machine, as the agent's service sees it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "base/result.h"
#include "base/time.h"
#include "meter/agents/agent_order.h"
#include "meter/results/live_view.h"
#include "meter/results/run_result.h"

namespace weir::meter {

// Destroyed, it ends at once, whatever is under way.
class AgentJob {
 public:
  virtual ~AgentJob() = default;

  // Runs from `at` on. `observer` and `done` are called on one thread of the job's own; `observer`
  // must outlive the job. Once.
  virtual void start(MonotonicTime at, RunObserver& observer,
                     std::move_only_function<void(RunResult)> done) = 0;

  // Sends nothing more, waits for answers, then is done. Before start() it does nothing.
  virtual void stop() = 0;
};

class AgentJobs {
 public:
  virtual ~AgentJobs() = default;

  // Makes a run ready; blocks. Threads: any, one at a time. Errors: what is wrong, for people.
  virtual Result<std::unique_ptr<AgentJob>> prepare(AgentOrder order) = 0;
};

}  // namespace weir::meter
