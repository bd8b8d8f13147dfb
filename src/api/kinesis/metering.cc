#include "api/kinesis/metering.h"

#include "api/kinesis/stream_designation.h"

namespace weir::api::kinesis {

using monitoring::ShardMetric;
using monitoring::StreamCounters;

StreamCounters& counters_of(const Context& context, const stream::Stream& stream,
                            MonotonicTime now) {
  const stream::StreamDescription& description = *stream.description;
  StreamCounters& counters =
      context.services.collectors.on(context.home).stream(description.number.value, now, [&] {
        const stream::StreamKey& key = description.key;
        return monitoring::StreamIdentity{key.account_id, key.region, key.name};
      });
  counters.set_shard_metrics(description.shard_level_metrics);
  return counters;
}

void count_put_record(const Context& context, const stream::Stream& stream,
                      const stream::Shard& shard, std::size_t bytes, MonotonicTime started) {
  const MonotonicTime now = context.services.time.monotonic_now();
  StreamCounters& counters = counters_of(context, stream, now);
  counters.put_record.record(true, now - started);
  counters.put_record_bytes.record(static_cast<double>(bytes));
  if (auto* const of_shard = counters.shard(shard.description.index.value)) {
    of_shard->record(ShardMetric::incoming_bytes, static_cast<double>(bytes));
    of_shard->record(ShardMetric::incoming_records, 1);
    of_shard->record(ShardMetric::write_throttled, 0);
  }
}

void count_failed_put(const Context& context, PutKind kind, const aws::kinesis::StreamRef& stream,
                      const aws::ServiceError& error, MonotonicTime started) {
  if (error.type == aws::dry_run_succeeded().error().type) return;
  const auto key = designated_stream(context, stream);
  if (!key) return;
  const auto found = context.view().find_stream_for_put(*key);
  if (!found) return;
  const MonotonicTime now = context.services.time.monotonic_now();
  StreamCounters& counters = counters_of(context, **found, now);
  if (kind == PutKind::records) return counters.put_records.record(false, now - started);
  counters.put_record.record(false, now - started);
  if (error.type == "ProvisionedThroughputExceededException") ++counters.put_record_throttled;
}

void count_throttled(const Context& context, const stream::Stream& stream,
                     const stream::Shard& shard, ShardMetric metric) {
  StreamCounters& counters = counters_of(context, stream, context.services.time.monotonic_now());
  if (auto* const of_shard = counters.shard(shard.description.index.value)) {
    of_shard->record(metric, 1);
  }
}

void count_put_records(const Context& context, const stream::Stream& stream, const PutsCount& puts,
                       MonotonicTime started) {
  const MonotonicTime now = context.services.time.monotonic_now();
  StreamCounters& counters = counters_of(context, stream, now);
  counters.put_records.record(puts.successful > 0, now - started);
  counters.put_records_total.record(static_cast<double>(puts.total));
  counters.put_records_successful.record(static_cast<double>(puts.successful));
  // As Amazon has it: throttled ones are not among the failed.
  counters.put_records_failed.record(
      static_cast<double>(puts.total - puts.successful - puts.throttled));
  counters.put_records_throttled.record(static_cast<double>(puts.throttled));
  if (puts.successful > 0) {
    counters.put_records_written.record(static_cast<double>(puts.successful));
    counters.put_records_bytes.record(static_cast<double>(puts.bytes));
  }
  for (const ShardPuts& part : puts.shards) {
    auto* const of_shard = counters.shard(part.shard->description.index.value);
    if (of_shard == nullptr) continue;
    if (part.records > 0) {
      of_shard->record(ShardMetric::incoming_bytes, static_cast<double>(part.bytes));
      of_shard->record(ShardMetric::incoming_records, static_cast<double>(part.records));
    }
    of_shard->record(ShardMetric::write_throttled, static_cast<double>(part.throttled));
  }
}

void count_get_records(const Context& context, const stream::Stream& stream,
                       const stream::Shard& shard, std::size_t records, std::size_t bytes,
                       milliseconds age, MonotonicTime started) {
  const MonotonicTime now = context.services.time.monotonic_now();
  StreamCounters& counters = counters_of(context, stream, now);
  counters.get_records.record(true, now - started);
  counters.get_records_bytes.record(static_cast<double>(bytes));
  counters.get_records_records.record(static_cast<double>(records));
  counters.get_records_age_ms.record(static_cast<double>(age.count()));
  if (auto* const of_shard = counters.shard(shard.description.index.value)) {
    of_shard->record(ShardMetric::outgoing_bytes, static_cast<double>(bytes));
    of_shard->record(ShardMetric::outgoing_records, static_cast<double>(records));
    of_shard->record(ShardMetric::iterator_age_ms, static_cast<double>(age.count()));
    of_shard->record(ShardMetric::read_throttled, 0);
  }
}

void count_failed_get(const Context& context, const stream::Stream& stream,
                      const stream::Shard& shard, bool is_throttled, MonotonicTime started) {
  const MonotonicTime now = context.services.time.monotonic_now();
  StreamCounters& counters = counters_of(context, stream, now);
  counters.get_records.record(false, now - started);
  if (!is_throttled) return;
  ++counters.get_records_throttled;
  count_throttled(context, stream, shard, ShardMetric::read_throttled);
}

}  // namespace weir::api::kinesis
