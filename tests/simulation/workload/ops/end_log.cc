// Ends a log.
//
// Draws: the loop; then on it the log.

#include <fmt/format.h>

#include "workload/operations.h"

namespace weir::simulation {

void end_log(const Bench& bench) {
  bench.on_some_loop([bench](env::EventLoop& loop) {
    const auto chosen = bench.choose_log(loop);
    if (!chosen) return;
    LogShadow& shadow = chosen->shadow;
    if (bench.world.verbose) fmt::print("  end log {}\n", shadow.id().value);
    shadow.begin_end();
    auto done = bench.process.expect<log::Offset>(
        fmt::format("ending log {}", shadow.id().value),
        [&shadow](const Result<log::Offset>& answer) { shadow.end_end(answer); });
    bench.process.call([&] { chosen->log->end(loop, std::move(done)); });
  });
}

}  // namespace weir::simulation
