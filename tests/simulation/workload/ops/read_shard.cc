// Reads records of a shard as GetRecords does, never one beyond the retention period.
//
// Draws: the loop; then on it the stream, the shard, the place.

#include <fmt/format.h>

#include "stream/shard_id.h"
#include "stream/shard_reader.h"
#include "workload/names.h"
#include "workload/operations.h"

namespace weir::simulation {

void read_shard(const Bench& bench) {
  bench.on_some_loop([bench](env::EventLoop& loop) {
    const stream::StreamKey key = draw_stream_key(bench.random);
    const stream::CatalogView& view = bench.process.catalog()->view(loop);
    const auto description = view.state.find(key);
    if (!description || description->status == stream::StreamStatus::creating) return;
    const stream::ShardIndex index{
        static_cast<std::int32_t>(bench.random.below(description->shards->size()))};
    const auto place = stream::find_shard(view, key, stream::shard_id_text(index));
    if (!place) {
      bench.world.findings.report("{}: {}", key.name, place.error().message);
      return;
    }
    LogShadow& shadow = bench.shard_shadow(*description, index);
    const log::Offset from{bench.random.below(shadow.tail().value + 1)};
    const WallTime expiry =
        stream::expiry_time(*description, *place->shard->log, bench.process.time());
    auto done = bench.process.expect<stream::ShardRecords>(
        fmt::format("reading {} from {}", key.name, from.value),
        [bench, &shadow, expiry,
         question = shadow.ask_read(from, {})](Result<stream::ShardRecords> answer) {
          if (!answer) return shadow.check_read(question, std::unexpected(answer.error()));
          if (answer->fault) {
            bench.world.findings.report("log {}: {}", shadow.id().value, answer->fault->message);
          }
          for (const log::StoredRecord& record : answer->batch.records) {
            if (record.arrival >= expiry) continue;
            bench.world.findings.report("log {}: the record at {} has expired and is served",
                                        shadow.id().value, record.offset.value);
          }
          shadow.check_read(question, std::move(answer->batch));
        });
    bench.process.call([&] {
      stream::read_records(loop, *place, from, {}, bench.process.time(), std::move(done));
    });
  });
}

}  // namespace weir::simulation
