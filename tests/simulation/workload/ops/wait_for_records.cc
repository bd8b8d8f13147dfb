// Waits for a record at or behind the tail, or a little further on.
//
// Draws: the loop; then on it the log and the place.

#include "workload/operations.h"

namespace weir::simulation {

void wait_for_records(const Bench& bench) {
  bench.on_some_loop([bench](env::EventLoop& loop) {
    const auto chosen = bench.choose_log(loop);
    if (!chosen) return;
    LogShadow& shadow = chosen->shadow;
    const log::Offset from = shadow.tail() + bench.random.below(4);
    auto done = bench.process.expect_wake_up(shadow.id(), from, [chosen, from, bench] {
      const log::Bounds bounds = chosen->log->bounds();
      const bool there = bounds.tail > from || bounds.end || chosen->shadow.may_be_removed();
      if (there || bench.process.is_closing()) return;
      bench.world.findings.report("log {}: a reader that waits at {} was woken at tail {}",
                                  chosen->shadow.id().value, from.value, bounds.tail.value);
    });
    bench.process.call([&] { chosen->log->wait_for_records(loop, from, std::move(done)); });
  });
}

}  // namespace weir::simulation
