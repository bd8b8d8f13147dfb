// SimScheduler: the one thread of a simulation. It decides which loop or event runs next, and moves
// the virtual clock when nothing is left to do at the present time.
//
// Everything is decided by the seed of the Random that it is given: the same program and seed run
// the same way again. SimLoop, SimWorker and SimFileSystem take their turns from one SimScheduler.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "base/done.h"
#include "env/random.h"
#include "env/sim_clock.h"

namespace weir::env {

// `clock` and `random` must outlive it; it must outlive the loops, workers and file systems that
// use it. Threads: one.
class SimScheduler {
 public:
  // What waits for its time. `work` is something under way (a disk write, a worker's task); `timer`
  // waits for nothing but time, perhaps again and again.
  enum class EventKind : std::uint8_t { work, timer };

  // Names an event until it has run or is cancelled.
  struct EventId {
    MonotonicTime due;
    std::uint64_t chance = 0;  // Orders what is due at the same time.
    std::uint64_t number = 0;  // Makes it unique.

    friend auto operator<=>(const EventId&, const EventId&) = default;
  };

  SimScheduler(SimClock& clock, Random& random) : clock_(clock), random_(random) {}

  // Runs until no task is posted and no work is under way; the clock goes on as far as that takes.
  // Timers that fall due on the way run, later ones stay set.
  void run_until_idle();

  // Runs everything that falls due within `duration`; afterwards the clock has moved by that much.
  void run_for(nanoseconds duration);

  // Runs one task or event, moving the clock if need be. False if there is none.
  bool step();

  // Runs `task`, in no loop, once `delay` has passed.
  EventId schedule(nanoseconds delay, EventKind kind, Task task);

  // The event will not run; its task is destroyed. Nothing happens if it has run or was cancelled.
  void cancel(const EventId& event);

  SimClock& clock() { return clock_; }
  Random& random() { return random_; }

 private:
  friend class SimLoop;

  struct Event {
    EventKind kind;
    Task task;
  };

  bool is_due(MonotonicTime now) const {
    return !events_.empty() && events_.begin()->first.due <= now;
  }
  bool has_ready_task() const;
  bool run_one_of_those_due();
  void run_first_event();

  SimClock& clock_;
  Random& random_;
  std::uint64_t next_number_ = 0;
  std::size_t work_count_ = 0;  // Of the events, how many are work.
  std::map<EventId, Event> events_;
  std::vector<class SimLoop*> loops_;
  std::vector<class SimLoop*> ready_;  // Scratch, kept for its memory.
};

}  // namespace weir::env
