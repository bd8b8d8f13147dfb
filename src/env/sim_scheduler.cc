#include "env/sim_scheduler.h"

#include <algorithm>
#include <utility>

#include "env/sim_loop.h"

namespace weir::env {

void SimScheduler::run_until_idle() {
  while (has_ready_task() || work_count_ > 0) step();
}

void SimScheduler::run_for(nanoseconds duration) {
  const MonotonicTime end = clock_.monotonic_now() + duration;
  while (has_ready_task() || is_due(end)) step();
  clock_.advance(std::max(end - clock_.monotonic_now(), nanoseconds(0)));
}

bool SimScheduler::step() {
  if (run_one_of_those_due()) return true;
  if (events_.empty()) return false;
  clock_.advance(events_.begin()->first.due - clock_.monotonic_now());
  run_first_event();
  return true;
}

SimScheduler::EventId SimScheduler::schedule(nanoseconds delay, EventKind kind, Task task) {
  const EventId id{clock_.monotonic_now() + delay, random_.next(), next_number_++};
  if (kind == EventKind::work) ++work_count_;
  events_.emplace(id, Event{kind, std::move(task)});
  return id;
}

void SimScheduler::cancel(const EventId& event) {
  const auto found = events_.find(event);
  if (found == events_.end()) return;
  if (found->second.kind == EventKind::work) --work_count_;
  // Destroying the task may cancel and schedule other events.
  const Event cancelled = std::move(found->second);
  events_.erase(found);
}

bool SimScheduler::has_ready_task() const {
  return std::ranges::any_of(loops_, [](const SimLoop* loop) { return !loop->ready_.empty(); });
}

// Loops and the first event that is due are all equally likely.
bool SimScheduler::run_one_of_those_due() {
  ready_.clear();
  std::ranges::copy_if(loops_, std::back_inserter(ready_),
                       [](const SimLoop* loop) { return !loop->ready_.empty(); });
  const bool event_is_due = is_due(clock_.monotonic_now());
  const std::size_t choices = ready_.size() + (event_is_due ? 1 : 0);
  if (choices == 0) return false;
  // No number is drawn for a single choice: simulations spend most steps there.
  const std::size_t choice = choices == 1 ? 0 : random_.below(choices);
  if (choice == ready_.size()) {
    run_first_event();
  } else {
    ready_[choice]->run_first_task();
  }
  return true;
}

void SimScheduler::run_first_event() {
  auto first = events_.extract(events_.begin());
  if (first.mapped().kind == EventKind::work) --work_count_;
  first.mapped().task();
}

}  // namespace weir::env
