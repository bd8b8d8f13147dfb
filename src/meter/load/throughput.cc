#include "meter/load/throughput.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "base/mutex.h"
#include "base/time.h"
#include "meter/plan/plan.h"

namespace weir::meter {

MonotonicTime SharedThroughput::take_turn(MonotonicTime now, nanoseconds spacing) {
  const MutexLock lock(mutex_);
  last_ = last_ ? std::max(now, *last_ + spacing) : now;
  return *last_;
}

nanoseconds ThroughputWait::delay(MonotonicTime now, RunningThreads running) {
  const auto spacing = nanoseconds(std::llround(60e9 / timer_.samples_per_minute));
  switch (timer_.shares) {
    case ThroughputTimer::Shares::this_thread:
      return own_delay(now, spacing);
    case ThroughputTimer::Shares::all_threads:
      return own_delay(now, spacing * running.all);
    case ThroughputTimer::Shares::threads_of_group:
      return own_delay(now, spacing * running.of_group);
    case ThroughputTimer::Shares::all_threads_shared:
      return of_all_.take_turn(now, spacing) - now;
    case ThroughputTimer::Shares::threads_of_group_shared:
      return of_group_.take_turn(now, spacing) - now;
  }
  CHECK(false, "no such share");
  return {};
}

nanoseconds ThroughputWait::own_delay(MonotonicTime now, nanoseconds spacing) {
  const MonotonicTime target = previous_ ? *previous_ + spacing : now;
  previous_ = std::max(now, target);
  return *previous_ - now;
}

}  // namespace weir::meter
