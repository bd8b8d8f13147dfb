#include "meter/run/read_records.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "aws/shapes/kinesis/record.h"
#include "base/bytes.h"
#include "base/time.h"
#include "meter/results/sample.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/worker_context.h"
#include "meter/wire/kpl_aggregate.h"
#include "meter/wire/trace_mark.h"

namespace weir::meter {
namespace {

constexpr std::size_t detail_bytes_max = 64u << 10;

void check_mark(WorkerContext& context, const PreparedSampler& sampler, std::string_view data,
                MonotonicTime ended) {
  const auto mark = find_trace_mark(data, context.shared.plan.run_id);
  if (!mark) return;
  context.shared.ledger.read(sampler.label, *mark);
  context.recorder.add_end_to_end(sampler.label,
                                  nanoseconds(context.shared.wall_ns(ended) - mark->sent_at_ns));
}

void keep_detail(const aws::kinesis::Record& record, std::string_view shard_id, Sample& sample) {
  Sample::Record& detail = sample.details.emplace_back();
  detail.partition_key = record.partition_key.value_or("");
  detail.data = text_of(record.data).substr(0, detail_bytes_max);
  detail.shard_id = shard_id;
  detail.sequence_number = std::string_view(record.sequence_number);
  detail.encryption_type = record.encryption_type.value_or("");
}

}  // namespace

void take_records(WorkerContext& context, const PreparedSampler& sampler, std::string_view shard_id,
                  std::span<const aws::kinesis::Record> records, MonotonicTime ended,
                  Sample& sample) {
  const bool is_traced = sampler.plan->is_traced;
  const bool counts_shards = !context.shared.plan.has_writer();
  for (const auto& record : records) {
    const std::string_view data = text_of(record.data);
    const std::uint64_t bytes = data.size() + record.partition_key.value_or("").size();
    sample.payload_bytes += bytes;
    if (counts_shards) context.recorder.add_shard(sampler.target->stream, shard_id, bytes);
    const bool is_aggregate =
        for_each_user_record(data, [&](std::string_view /*key*/, std::string_view inside) {
          ++sample.records;
          if (is_traced) check_mark(context, sampler, inside, ended);
        });
    if (!is_aggregate) {
      ++sample.records;
      if (is_traced) check_mark(context, sampler, data, ended);
    }
    if (context.recorder.wants_details()) keep_detail(record, shard_id, sample);
  }
}

}  // namespace weir::meter
