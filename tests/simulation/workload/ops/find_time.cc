// Looks for the first record that arrived at or after some time, mostly near one that a record has.
//
// Draws: the loop; then on it the log, the record, how far beside it.

#include <fmt/format.h>

#include "workload/operations.h"
#include "world/chance.h"

namespace weir::simulation {

void find_time(const Bench& bench) {
  bench.on_some_loop([bench](env::EventLoop& loop) {
    const auto chosen = bench.choose_log(loop);
    if (!chosen) return;
    LogShadow& shadow = chosen->shadow;
    const log::Offset near{bench.random.below(shadow.tail().value + 1)};
    const WallTime around = shadow.arrival_near(near).value_or(bench.world.clock.wall_now());
    const milliseconds beside(one_of<std::int64_t>(bench.random, {0, 0, 1, -1, 3'600'000}));
    const WallTime time = around + beside;
    auto done = bench.process.expect<log::Offset>(
        fmt::format("finding {} in log {}", time.ms, shadow.id().value),
        [&shadow, question = shadow.ask_find(time)](const Result<log::Offset>& answer) {
          shadow.check_find(question, answer);
        });
    bench.process.call([&] { chosen->log->find(loop, time, std::move(done)); });
  });
}

}  // namespace weir::simulation
