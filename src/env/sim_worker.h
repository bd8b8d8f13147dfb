// SimWorker: a Worker of the simulation: each task is an event, after a delay by the seed.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "env/sim_scheduler.h"
#include "env/worker.h"

namespace weir::env {

struct SimWorkerOptions {
  // How many tasks may be under way. With 1 they run in the order given, else in any.
  std::size_t threads = 1;
  // A task starts after up to this, all lengths equally likely.
  nanoseconds delay_max = milliseconds(5);
};

// A task's blocking calls take no virtual time. Destroyed, it drops the tasks that have not run:
// the machine has stopped. `scheduler` must outlive it. Threads: the simulation's.
class SimWorker final : public Worker {
 public:
  explicit SimWorker(SimScheduler& scheduler, const SimWorkerOptions& options = {})
      : scheduler_(scheduler), options_(options) {}
  ~SimWorker() override;
  SimWorker(const SimWorker&) = delete;
  SimWorker& operator=(const SimWorker&) = delete;

  void run(Task task) override;

 private:
  void start(Task task);
  void finish(const SimScheduler::EventId& event);

  SimScheduler& scheduler_;
  const SimWorkerOptions options_;
  std::deque<Task> waiting_;
  std::vector<SimScheduler::EventId> under_way_;
};

}  // namespace weir::env
