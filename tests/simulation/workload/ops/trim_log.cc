// Forgets the older records of a log: mostly a part, now and then all, or more than there is.
//
// Draws: the loop; then on it the log and the new horizon.

#include <fmt/format.h>

#include "workload/operations.h"
#include "world/chance.h"

namespace weir::simulation {
namespace {

log::Offset draw_horizon(env::Random& random, const LogShadow& shadow) {
  const std::uint64_t tail = shadow.tail().value;
  if (percent(random, 15)) return {tail};
  if (percent(random, 10)) return {tail + random.below(100)};
  return {random.below(tail + 1)};
}

}  // namespace

void trim_log(const Bench& bench) {
  bench.on_some_loop([bench](env::EventLoop& loop) {
    const auto chosen = bench.choose_log(loop);
    if (!chosen) return;
    LogShadow& shadow = chosen->shadow;
    const log::Offset horizon = draw_horizon(bench.random, shadow);
    if (bench.world.verbose) {
      fmt::print("  trim log {} to {}\n", shadow.id().value, horizon.value);
    }
    auto done = bench.process.expect<void>(
        fmt::format("trimming log {} to {}", shadow.id().value, horizon.value),
        [chosen, question = shadow.begin_trim(horizon)](const Result<void>& answer) {
          chosen->shadow.end_trim(question, answer, chosen->log->bounds().tail);
        });
    bench.process.call([&] { chosen->log->trim(loop, horizon, std::move(done)); });
  });
}

}  // namespace weir::simulation
