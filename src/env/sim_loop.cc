#include "env/sim_loop.h"

#include <utility>

namespace weir::env {
namespace {

class SimTimer final : public Timer {
 public:
  SimTimer(SimScheduler& scheduler, SimScheduler::EventId event, std::shared_ptr<Task> task)
      : scheduler_(scheduler), event_(event), task_(std::move(task)) {}

  ~SimTimer() override {
    // The task may be queued in the loop already, where an empty one does nothing.
    *task_ = nullptr;
    scheduler_.cancel(event_);
  }

  SimTimer(const SimTimer&) = delete;
  SimTimer& operator=(const SimTimer&) = delete;

 private:
  SimScheduler& scheduler_;
  const SimScheduler::EventId event_;
  const std::shared_ptr<Task> task_;
};

}  // namespace

SimLoop::SimLoop(SimScheduler& scheduler, std::size_t index)
    : scheduler_(scheduler), index_(index), self_(std::make_shared<SimLoop*>(this)) {
  scheduler_.loops_.push_back(this);
}

SimLoop::~SimLoop() {
  *self_ = nullptr;
  std::erase(scheduler_.loops_, this);
  // Destroying a task may post others.
  while (!ready_.empty()) std::exchange(ready_, {}).clear();
}

std::unique_ptr<Timer> SimLoop::after(nanoseconds delay, Task task) {
  auto shared_task = std::make_shared<Task>(std::move(task));
  const auto event =
      scheduler_.schedule(delay, SimScheduler::EventKind::timer, [self = self_, shared_task] {
        if (*self == nullptr || !*shared_task) return;
        (*self)->post([shared_task] {
          if (*shared_task) std::exchange(*shared_task, nullptr)();
        });
      });
  return std::make_unique<SimTimer>(scheduler_, event, std::move(shared_task));
}

void SimLoop::run_first_task() {
  Task task = std::move(ready_.front());
  ready_.pop_front();
  task();
}

}  // namespace weir::env
