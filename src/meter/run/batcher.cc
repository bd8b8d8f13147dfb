#include "meter/run/batcher.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.h"
#include "codec/decimal.h"
#include "meter/data/record_maker.h"
#include "meter/plan/plan.h"
#include "meter/plan/words.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/shard_map.h"
#include "meter/run/shared_state.h"
#include "meter/wire/gzip.h"
#include "meter/wire/trace_mark.h"

namespace weir::meter {
namespace {

// More keys than that are not checked for order: a key that does not come again has none.
constexpr std::size_t ordered_keys_max = 100'000;
// What a mark adds, at most.
constexpr std::uint64_t mark_bytes_max = 80;
// The partition key of an aggregate, as the Kinesis Producer Library has it; the explicit hash key
// decides.
constexpr char aggregate_key = 'a';

}  // namespace

TraceMark TraceWriter::next(std::uint32_t run, std::int64_t sent_at_ns,
                            const std::string& partition_key, bool is_ordered) {
  TraceMark mark{.run = run, .sent_at_ns = sent_at_ns, .writer = number_, .number = next_++};
  if (!is_ordered) return mark;
  auto found = keys_.find(partition_key);
  if (found == keys_.end()) {
    if (keys_.size() >= ordered_keys_max) return mark;
    const auto number = static_cast<std::uint32_t>(keys_.size() + 1);
    found = keys_.emplace(partition_key, Key{.number = number}).first;
  }
  mark.key = found->second.number;
  mark.key_number = found->second.next++;
  return mark;
}

Batcher::Batcher(const PreparedSampler& sampler, SharedState& shared, bool is_ordered)
    : sampler_(sampler),
      shared_(shared),
      is_ordered_(is_ordered),
      aggregate_writer_(
          sampler.plan->aggregation && sampler.plan->is_traced ? shared.writers.fetch_add(1) : 0) {
  if (!is_batching(sampler.plan->operation)) return;
  records_max_ = sampler.plan->batch.records_max;
  bytes_max_ = sampler.plan->batch.bytes_max;
}

Outgoing Batcher::fresh() {
  if (spare_.empty()) return {};
  Outgoing outgoing = std::move(spare_.back());
  spare_.pop_back();
  outgoing.user_records = 1;
  outgoing.payload_bytes = 0;
  outgoing.trace_numbers.clear();
  return outgoing;
}

void Batcher::choose_shard(Record& record) {
  if (!std::holds_alternative<EachShardInTurn>(sampler_.plan->partition_key)) return;
  const auto ranges = sampler_.target->shards.get();
  if (ranges->empty()) return;
  const ShardRange& shard = (*ranges)[next_shard_++ % ranges->size()];
  record.explicit_hash_key = codec::uint128_text(shard.first + (shard.last - shard.first) / 2);
}

void Batcher::add(Record& record, MonotonicTime planned) {
  if (is_empty()) oldest_ = planned;
  choose_shard(record);
  if (sampler_.plan->aggregation) return aggregate(record, planned);
  Outgoing outgoing = fresh();
  std::swap(outgoing.record, record);
  outgoing.planned = planned;
  outgoing.payload_bytes = outgoing.record.data.size() + outgoing.record.partition_key.size();
  add_ready(std::move(outgoing));
}

void Batcher::add_ready(Outgoing outgoing) {
  ready_bytes_ += outgoing.record.data.size() + outgoing.record.partition_key.size() +
                  (sampler_.plan->is_traced ? mark_bytes_max : 0);
  ready_.push_back(std::move(outgoing));
}

void Batcher::mark(Record& record, Outgoing& into, TraceWriter& writer, MonotonicTime planned,
                   bool is_ordered) {
  const TraceMark made =
      writer.next(shared_.plan.run_id, shared_.wall_ns(planned), record.partition_key, is_ordered);
  append_trace_mark(record.data, made);
  into.trace_numbers.push_back(made.number);
  into.trace_writer = writer.number();
}

void Batcher::aggregate(Record& record, MonotonicTime planned) {
  const Aggregation& limits = *sampler_.plan->aggregation;
  const auto ranges = sampler_.target->shards.get();
  const uint128 hash_key = hash_key_of(record.partition_key, record.explicit_hash_key);
  // A reader that knows its shard's hash keys drops user records that do not belong there.
  const std::size_t shard = shard_of(*ranges, hash_key);
  const auto fits = [&](const Aggregating& open) {
    return open.aggregate.records() < limits.records_max &&
           open.aggregate.bytes_with(record.partition_key, record.explicit_hash_key, record.data) +
                   mark_bytes_max <=
               limits.bytes_max;
  };
  if (const auto found = aggregates_.find(shard);
      found != aggregates_.end() && found->second.aggregate.records() > 0 && !fits(found->second)) {
    finish_aggregate(shard);
  }
  Aggregating& open = aggregates_[shard];
  if (open.aggregate.records() == 0) {
    open.outgoing = fresh();
    open.outgoing.planned = planned;
    open.outgoing.user_records = 0;
    open.outgoing.record.partition_key.assign(1, aggregate_key);
    open.outgoing.record.explicit_hash_key = codec::uint128_text(hash_key);
  }
  ++open.outgoing.user_records;
  ++aggregated_;
  open.outgoing.payload_bytes += record.data.size() + record.partition_key.size();
  if (sampler_.plan->is_traced) {
    mark(record, open.outgoing, aggregate_writer_, planned, is_ordered_);
  }
  if (sampler_.plan->ends_with_newline) record.data += '\n';
  open.aggregate.add(record.partition_key, record.explicit_hash_key, record.data);
  if (open.aggregate.records() >= limits.records_max) finish_aggregate(shard);
}

void Batcher::finish_aggregate(std::size_t shard) {
  Aggregating& open = aggregates_[shard];
  aggregated_ -= open.outgoing.user_records;
  open.outgoing.record.data.clear();
  open.aggregate.finish(open.outgoing.record.data);
  add_ready(std::move(open.outgoing));
}

void Batcher::flush() {
  for (auto& [shard, open] : aggregates_) {
    if (open.aggregate.records() > 0) finish_aggregate(shard);
  }
}

void Batcher::finish_data(Outgoing& outgoing, TraceWriter& writer) {
  std::string& data = outgoing.record.data;
  if (sampler_.plan->is_traced) {
    mark(outgoing.record, outgoing, writer, outgoing.planned, true);
  }
  if (sampler_.plan->ends_with_newline) data += '\n';
  if (sampler_.plan->is_compressed) data = gzip(data);
}

void Batcher::take(std::vector<Outgoing>& batch, TraceWriter& writer) {
  for (Outgoing& used : batch) {
    if (spare_.size() < records_max_) spare_.push_back(std::move(used));
  }
  batch.clear();
  std::uint64_t bytes = 0;
  while (!ready_.empty() && batch.size() < records_max_) {
    const Record& next = ready_.front().record;
    const std::uint64_t its_bytes = next.data.size() + next.partition_key.size() +
                                    (sampler_.plan->is_traced ? mark_bytes_max : 0);
    if (!batch.empty() && bytes + its_bytes > bytes_max_) break;
    bytes += its_bytes;
    ready_bytes_ -= its_bytes;
    batch.push_back(std::move(ready_.front()));
    ready_.pop_front();
    if (!sampler_.plan->aggregation) finish_data(batch.back(), writer);
  }
  if (!ready_.empty()) oldest_ = ready_.front().planned;
}

}  // namespace weir::meter
