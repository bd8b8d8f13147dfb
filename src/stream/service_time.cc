#include "stream/service_time.h"

namespace weir::stream {

WallTime ServiceTime::now() const {
  const std::int64_t wall = clock_.wall_now().ms;
  std::int64_t latest = latest_ms_.load(std::memory_order_relaxed);
  while (wall > latest) {
    if (latest_ms_.compare_exchange_weak(latest, wall, std::memory_order_relaxed)) return {wall};
  }
  return {latest};
}

}  // namespace weir::stream
