// Creates a stream, mostly of one or a few shards.
//
// Draws: the loop; then on it the name and the number of shards.

#include <fmt/format.h>

#include "workload/names.h"
#include "workload/operations.h"

namespace weir::simulation {

void create_stream(const Bench& bench) {
  bench.on_some_loop([bench](env::EventLoop& loop) {
    const stream::StreamKey key = draw_stream_key(bench.random);
    const auto shards = static_cast<std::uint32_t>(between(bench.random, 1, 4));
    StreamShadow& shadow = bench.shadow.catalog.stream(key);
    if (shadow.under_way != StreamChange::none || shadow.presence != Presence::absent) return;
    shadow.under_way = StreamChange::create;
    shadow.shard_count = shards;
    shadow.retention_hours = stream::retention_hours_min;
    if (bench.world.verbose) fmt::print("  create {}\n", key.name);
    auto done = bench.process.expect<void>(
        fmt::format("creating {}", key.name), [bench, key](const Result<void>& answer) {
          if (bench.world.verbose) {
            fmt::print("  create {}: {}\n", key.name, answer ? "done" : answer.error().message);
          }
          bench.shadow.catalog.end_create(key, answer, *bench.process.catalog()->view());
        });
    bench.process.call([&] {
      bench.process.streams()->create(
          loop, {.key = key, .shard_count = shards, .tags = {{"made-by", "workload"}}},
          std::move(done));
    });
  });
}

}  // namespace weir::simulation
