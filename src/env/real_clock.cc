#include "env/real_clock.h"

#include <chrono>

namespace weir::env {

using std::chrono::duration_cast;

MonotonicTime RealClock::monotonic_now() const {
  const auto since_start = std::chrono::steady_clock::now().time_since_epoch();
  return {duration_cast<nanoseconds>(since_start).count()};
}

WallTime RealClock::wall_now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {duration_cast<milliseconds>(since_epoch).count()};
}

}  // namespace weir::env
