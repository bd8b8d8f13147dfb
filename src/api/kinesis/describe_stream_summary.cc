// DescribeStreamSummary: a stream without its shards.

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/shard_level_metrics.h"
#include "api/kinesis/stream_designation.h"
#include "api/kinesis/warm_throughput.h"

namespace weir::api::kinesis {
namespace {

aws::Outcome<DescribeStreamSummary::Response> describe(
    const Context& context, const DescribeStreamSummary::Request& request) {
  const stream::StreamKeyView key = TRY(designated_stream(context, request.stream));
  const stream::StreamPointer found = TRY(as_outcome(context.view().find_stream(key)));
  const stream::StreamDescription& stream = *found->description;

  // Never a StreamId: SDKs that see one leave the custom endpoint and go to Amazon's.
  DescribeStreamSummary::Response response;
  auto& shape = response.stream_description_summary;
  shape.stream_name = stream.key.name;
  shape.stream_arn = stream.arn();
  shape.stream_status = stream::status_text(stream.status);
  shape.stream_mode_details.emplace().stream_mode = stream::mode_text(stream.mode);
  shape.retention_period_hours = static_cast<std::int32_t>(stream.retention_hours);
  shape.stream_creation_timestamp = WallTime{stream.created.whole_seconds() * 1000};
  shape.enhanced_monitoring.emplace_back().shard_level_metrics =
      metric_names(stream.shard_level_metrics);
  shape.encryption_type = stream.encryption.is_on() ? "KMS" : "NONE";
  if (stream.encryption.is_on()) shape.key_id = stream.encryption.key_id;
  shape.open_shard_count =
      found->serves() ? static_cast<std::int32_t>(stream.open_shard_count()) : 0;
  shape.consumer_count =
      static_cast<std::int32_t>(context.view().state.consumer_count(stream.number));
  shape.max_record_size_in_kib = static_cast<std::int32_t>(stream.record_kib_max);
  if (stream.mode == stream::StreamMode::on_demand) {
    shape.record_distribution_strategy = stream::distribution_text(stream.distribution);
    if (stream.on_demand.warm_mibps > 0) shape.warm_throughput = warm_throughput_shape(stream);
  }
  return response;
}

}  // namespace

void handle(const Context& context, DescribeStreamSummary::Request request,
            Reply<DescribeStreamSummary> reply) {
  reply(describe(context, request));
}

}  // namespace weir::api::kinesis
