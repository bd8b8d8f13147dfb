// Removes a log. Its id is never used again.
//
// Draws: the loop; then on it the log.

#include <fmt/format.h>

#include "workload/operations.h"

namespace weir::simulation {

void remove_log(const Bench& bench) {
  bench.on_some_loop([bench](env::EventLoop& loop) {
    const auto chosen = bench.choose_log(loop);
    if (!chosen) return;
    const log::LogId id = chosen->shadow.id();
    if (bench.world.verbose) fmt::print("  remove log {}\n", id.value);
    chosen->shadow.set_removal_possible(true);
    bench.process.call([&] { bench.process.store().remove(id); });
  });
}

}  // namespace weir::simulation
