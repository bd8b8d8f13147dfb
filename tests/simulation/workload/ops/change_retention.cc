// Makes the retention period of a stream longer or shorter.
//
// Draws: the loop; then on it the name and the hours.

#include <fmt/format.h>

#include "workload/names.h"
#include "workload/operations.h"

namespace weir::simulation {

void change_retention(const Bench& bench) {
  bench.on_some_loop([bench](env::EventLoop& loop) {
    const stream::StreamKey key = draw_stream_key(bench.random);
    const auto hours = static_cast<std::uint32_t>(
        between(bench.random, stream::retention_hours_min, stream::retention_hours_min * 3));
    StreamShadow& shadow = bench.shadow.catalog.stream(key);
    if (shadow.under_way != StreamChange::none || shadow.presence != Presence::present) return;
    shadow.under_way = StreamChange::retention;
    shadow.retention_hours_asked = hours;
    if (bench.world.verbose) fmt::print("  retention of {}\n", key.name);
    auto done = bench.process.expect<void>(
        fmt::format("retention of {}", key.name), [bench, key](const Result<void>& answer) {
          if (bench.world.verbose) {
            fmt::print("  retention of {}: {}\n", key.name,
                       answer ? "done" : answer.error().message);
          }
          bench.shadow.catalog.end_retention(key, answer, *bench.process.catalog()->view());
        });
    bench.process.call([&] {
      stream::StreamService& streams = *bench.process.streams();
      if (hours >= shadow.retention_hours) {
        streams.increase_retention(loop, key, hours, std::move(done));
      } else {
        streams.decrease_retention(loop, key, hours, std::move(done));
      }
    });
  });
}

}  // namespace weir::simulation
