// Reads from some place of a log, within some limits.
//
// Draws: the loop; then on it the log, the place, the limits.

#include <fmt/format.h>

#include "workload/operations.h"
#include "world/chance.h"

namespace weir::simulation {
namespace {

log::Offset draw_offset(env::Random& random, const LogShadow& shadow) {
  const std::uint64_t tail = shadow.end() ? shadow.end()->value : shadow.tail().value;
  switch (random.below(4)) {
    case 0:
      return {0};
    case 1:
      return {tail};
    case 2:
      return shadow.end() ? std::min(shadow.horizon(), *shadow.end()) : shadow.horizon();
    default:
      return {random.below(tail + 1)};
  }
}

log::ReadLimits draw_limits(env::Random& random) {
  return {.records_max = one_of<std::size_t>(random, {1, 7, 10'000}),
          .bytes_max = one_of<std::size_t>(random, {1, 5'000, 10u << 20})};
}

void read_on(const Bench& bench, env::EventLoop& loop) {
  const auto chosen = bench.choose_log(loop);
  if (!chosen) return;
  LogShadow& shadow = chosen->shadow;
  const log::Offset from = draw_offset(bench.random, shadow);
  const log::ReadLimits limits = draw_limits(bench.random);
  auto done = bench.process.expect<log::ReadBatch>(
      fmt::format("a read of log {} from {}", shadow.id().value, from.value),
      [&shadow, question = shadow.ask_read(from, limits)](const Result<log::ReadBatch>& answer) {
        shadow.check_read(question, answer);
      });
  bench.process.call([&] { chosen->log->read(loop, from, limits, std::move(done)); });
}

}  // namespace

void read_records(const Bench& bench) {
  bench.on_some_loop([bench](env::EventLoop& loop) { read_on(bench, loop); });
}

}  // namespace weir::simulation
