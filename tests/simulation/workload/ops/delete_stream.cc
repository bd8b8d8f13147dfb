// Deletes a stream.
//
// Draws: the loop; then on it the name.

#include <fmt/format.h>

#include "workload/names.h"
#include "workload/operations.h"

namespace weir::simulation {
namespace {

// Its logs may go from now on; or not, when the stream was not deleted after all.
void set_removal_possible(Shadow& shadow, stream::StreamNumber number, bool possible) {
  for (auto& [id, log] : shadow.logs) {
    if (id.value >> 32 == number.value) log.set_removal_possible(possible);
  }
}

}  // namespace

void delete_stream(const Bench& bench) {
  bench.on_some_loop([bench](env::EventLoop& loop) {
    const stream::StreamKey key = draw_stream_key(bench.random);
    StreamShadow& shadow = bench.shadow.catalog.stream(key);
    if (shadow.under_way != StreamChange::none || shadow.presence != Presence::present) return;
    shadow.under_way = StreamChange::remove;
    const stream::StreamNumber number = shadow.number.value_or(stream::StreamNumber{0});
    set_removal_possible(bench.shadow, number, true);
    if (bench.world.verbose) fmt::print("  delete {}\n", key.name);
    auto done = bench.process.expect<void>(
        fmt::format("deleting {}", key.name), [bench, key, number](const Result<void>& answer) {
          if (bench.world.verbose) {
            fmt::print("  delete {}: {}\n", key.name, answer ? "done" : answer.error().message);
          }
          bench.shadow.catalog.end_remove(key, answer, *bench.process.catalog()->view());
          const bool refused = !answer && answer.error().code != ErrorCode::unavailable;
          if (refused) set_removal_possible(bench.shadow, number, false);
        });
    bench.process.call([&] { bench.process.streams()->remove(loop, key, std::move(done)); });
  });
}

}  // namespace weir::simulation
