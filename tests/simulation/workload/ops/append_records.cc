// Appends from one loop to one log, or many from all loops at once.
//
// Draws: the loop; then on it the log, how many records, and for each how large it is.

#include <fmt/format.h>

#include <vector>

#include "stream/record_encryption.h"
#include "workload/operations.h"
#include "world/chance.h"

namespace weir::simulation {
namespace {

std::uint32_t draw_bytes(const Bench& bench) {
  env::Random& random = bench.random;
  const std::uint64_t chance = random.below(100);
  if (chance < bench.world.settings.large_record_percent) {
    // More than a group should hold.
    const std::uint64_t group = bench.world.settings.journal.group_bytes_max;
    return static_cast<std::uint32_t>(between(random, group / 2, group * 2));
  }
  if (chance < 20) return 0;
  if (chance < 70) return static_cast<std::uint32_t>(random.below(200));
  if (chance < 97) return static_cast<std::uint32_t>(random.below(5'000));
  return static_cast<std::uint32_t>(random.below(40'000));
}

std::vector<std::uint32_t> draw_sizes(const Bench& bench) {
  const std::uint64_t count = percent(bench.random, 70) ? 1 : between(bench.random, 2, 12);
  std::vector<std::uint32_t> sizes;
  sizes.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) sizes.push_back(draw_bytes(bench));
  return sizes;
}

log::RecordBatch make_batch(const RecordContents& contents, std::uint64_t append,
                            const std::vector<std::uint32_t>& sizes) {
  auto keys = std::make_shared<std::vector<std::string>>();
  log::RecordBatch batch;
  for (std::uint32_t index = 0; index < sizes.size(); ++index) {
    keys->push_back(RecordContents::partition_key({append, index}));
  }
  for (std::uint32_t index = 0; index < sizes.size(); ++index) {
    batch.records.push_back({(*keys)[index], contents.data({append, index}, sizes[index])});
  }
  batch.owner = std::move(keys);
  return batch;
}

// As a put does, if the stream's records are encrypted.
void seal(const Bench& bench, const ChosenLog& chosen, log::RecordBatch& batch) {
  if (!chosen.stream || !chosen.stream->sealing_key) return;
  chosen.shadow.sealed_records().note(chosen.stream->sealing_key,
                                      {.stream = chosen.stream->description->number.value,
                                       .shard = static_cast<std::uint32_t>(chosen.shard.value)});
  const stream::Shard& shard = *chosen.stream->shards->find(chosen.shard);
  if (const auto sealed = stream::seal_batch(*chosen.stream, shard, batch); !sealed) {
    bench.world.findings.report("log {}: {}", chosen.shadow.id().value, sealed.error().message);
  }
}

void append_on(const Bench& bench, env::EventLoop& loop) {
  const auto chosen = bench.choose_log(loop);
  if (!chosen) return;
  std::vector<std::uint32_t> sizes = draw_sizes(bench);
  LogShadow& shadow = chosen->shadow;
  const std::uint64_t append =
      shadow.begin_append(loop.index(), bench.process.life(), sizes, bench.world.clock.wall_now());
  if (bench.world.verbose) {
    fmt::print("  append {} of {} records to log {} from loop {}\n", append, sizes.size(),
               shadow.id().value, loop.index());
  }
  auto done = bench.process.expect<log::Appended>(
      fmt::format("append {} to log {}", append, shadow.id().value),
      [&world = bench.world, &process = bench.process, &shadow, append,
       home = loop.index()](const Result<log::Appended>& answer) {
        if (world.verbose) {
          fmt::print("  append {}: {}\n", append,
                     answer ? fmt::format("at {}", answer->first.value) : answer.error().message);
        }
        process.answered(home, append, answer.has_value());
        shadow.end_append(append, answer, world.wall_clock_highest());
      });
  bench.process.submitted(loop.index(), append);
  log::RecordBatch batch = make_batch(bench.shadow.contents, append, sizes);
  seal(bench, *chosen, batch);
  bench.process.call([&] { chosen->log->append(loop, std::move(batch), std::move(done)); });
}

}  // namespace

void append_records(const Bench& bench) {
  bench.on_some_loop([bench](env::EventLoop& loop) { append_on(bench, loop); });
}

void append_burst(const Bench& bench) {
  const std::uint64_t count = between(bench.random, 10, 60);
  for (std::uint64_t i = 0; i < count; ++i) append_records(bench);
}

}  // namespace weir::simulation
