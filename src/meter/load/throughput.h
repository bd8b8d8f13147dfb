// JMeter's Constant Throughput Timer: samples a minute, which it reaches only by making threads
// wait. A thread that is behind goes on at once and does not catch up.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "base/mutex.h"
#include "base/time.h"
#include "meter/plan/plan.h"

namespace weir::meter {

// Whose samples a timer's rate counts together: one for each group, and one for the whole run.
// Threads: any.
class SharedThroughput {
 public:
  // The next turn, `spacing` after the last one or now.
  MonotonicTime take_turn(MonotonicTime now, nanoseconds spacing);

 private:
  Mutex mutex_;
  std::optional<MonotonicTime> last_ GUARDED_BY(mutex_);
};

// How many threads run now.
struct RunningThreads {
  std::uint32_t of_group = 1;
  std::uint32_t all = 1;
};

// The timer of one thread. Threads: one.
class ThroughputWait {
 public:
  // Both must outlive it.
  ThroughputWait(const ThroughputTimer& timer, SharedThroughput& of_group, SharedThroughput& of_all)
      : timer_(timer), of_group_(of_group), of_all_(of_all) {}

  // How long the next sample has to wait. The first one of a thread does not, unless the turn is
  // shared.
  nanoseconds delay(MonotonicTime now, RunningThreads running);

  const ThroughputTimer& timer() const { return timer_; }

 private:
  nanoseconds own_delay(MonotonicTime now, nanoseconds spacing);

  const ThroughputTimer timer_;
  SharedThroughput& of_group_;
  SharedThroughput& of_all_;
  std::optional<MonotonicTime> previous_;
};

}  // namespace weir::meter
