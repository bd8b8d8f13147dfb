#include "invariants.h"

#include <algorithm>
#include <chrono>

namespace weir::simulation {

void check_invariants(const Bench& bench) {
  for (auto& [id, shadow] : bench.shadow.logs) {
    if (!shadow.may_be_removed()) shadow.check_bounds(bench.process.store().log(id)->bounds());
  }
  if (stream::Catalog* catalog = bench.process.catalog()) {
    bench.shadow.catalog.check(catalog->view());
  }
}

void allow_expiry(const Bench& bench, nanoseconds duration) {
  if (bench.process.catalog() == nullptr) return;
  const WallTime latest = bench.world.wall_clock_highest() +
                          std::chrono::ceil<milliseconds>(duration) + milliseconds(1);
  const auto view = bench.process.catalog()->view();
  for (auto& [id, shadow] : bench.shadow.logs) {
    const stream::StreamNumber number{static_cast<std::uint32_t>(id.value >> 32)};
    const auto description = view->state.find(number);
    if (!description) continue;
    const StreamShadow& stream = bench.shadow.catalog.stream(description->key);
    std::uint32_t hours = std::min(description->retention_hours, stream.retention_hours);
    if (stream.under_way == StreamChange::retention) {
      hours = std::min(hours, stream.retention_hours_asked);
    }
    shadow.let_expire_before(
        std::max(latest - std::chrono::hours(hours), description->expired_before));
  }
}

}  // namespace weir::simulation
