// SimLoop: an EventLoop on virtual time. Several share one SimScheduler, which picks among them by
// its seed; each runs its own tasks in the order in which they were posted.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <memory>

#include "env/event_loop.h"
#include "env/sim_scheduler.h"

namespace weir::env {

// `scheduler` must outlive it. Destroyed, it drops its tasks: the machine has stopped. It must not
// be destroyed by a task of its own. Threads: the simulation's.
class SimLoop final : public EventLoop {
 public:
  SimLoop(SimScheduler& scheduler, std::size_t index);
  ~SimLoop() override;
  SimLoop(const SimLoop&) = delete;
  SimLoop& operator=(const SimLoop&) = delete;

  void post(Task task) override { ready_.push_back(std::move(task)); }
  [[nodiscard]] std::unique_ptr<Timer> after(nanoseconds delay, Task task) override;
  std::size_t index() const override { return index_; }

 private:
  friend class SimScheduler;

  void run_first_task();

  SimScheduler& scheduler_;
  const std::size_t index_;
  std::deque<Task> ready_;
  // Timers that are due post their task here, unless the loop has gone.
  std::shared_ptr<SimLoop*> self_;
};

}  // namespace weir::env
