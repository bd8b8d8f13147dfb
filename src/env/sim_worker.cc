#include "env/sim_worker.h"

#include <memory>
#include <utility>

namespace weir::env {

SimWorker::~SimWorker() {
  for (const auto& event : std::exchange(under_way_, {})) scheduler_.cancel(event);
}

void SimWorker::run(Task task) {
  if (under_way_.size() < options_.threads) return start(std::move(task));
  waiting_.push_back(std::move(task));
}

void SimWorker::start(Task task) {
  const auto delay_max = static_cast<std::uint64_t>(options_.delay_max.count());
  const nanoseconds delay(scheduler_.random().below(delay_max + 1));
  // The event's own name is known only once it is scheduled.
  const auto event = std::make_shared<SimScheduler::EventId>();
  *event = scheduler_.schedule(delay, SimScheduler::EventKind::work,
                               [this, event, task = std::move(task)]() mutable {
                                 finish(*event);
                                 task();
                               });
  under_way_.push_back(*event);
}

// The next task is scheduled before this one runs, which might destroy the worker.
void SimWorker::finish(const SimScheduler::EventId& event) {
  std::erase(under_way_, event);
  if (waiting_.empty()) return;
  Task next = std::move(waiting_.front());
  waiting_.pop_front();
  start(std::move(next));
}

}  // namespace weir::env
