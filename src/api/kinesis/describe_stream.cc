// DescribeStream: a stream with a page of its shards.

#include <algorithm>
#include <optional>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/shard_level_metrics.h"
#include "api/kinesis/stream_designation.h"
#include "api/shard_shape.h"
#include "stream/error_texts.h"
#include "stream/shard_filter.h"
#include "stream/shard_id.h"

namespace weir::api::kinesis {
namespace {

// Production's page, however large Limit is.
constexpr std::size_t page_shards_max = 100;

aws::Outcome<std::optional<stream::ShardIndex>> start_after(const DescribeStream::Request& request,
                                                            const stream::StreamKeyView& key) {
  if (!request.exclusive_start_shard_id) return std::nullopt;
  const auto index = stream::parse_shard_id(*request.exclusive_start_shard_id);
  if (!index) {
    return as_failure(stream::shard_not_found(key, *request.exclusive_start_shard_id).error());
  }
  return index;
}

aws::Outcome<DescribeStream::Response> describe(const Context& context,
                                                const DescribeStream::Request& request) {
  const stream::StreamKeyView key = TRY(designated_stream(context, request.stream));
  const stream::StreamPointer found = TRY(as_outcome(context.view().find_stream(key)));
  const stream::StreamDescription& stream = *found->description;
  const std::optional<stream::ShardIndex> after = TRY(start_after(request, key));

  DescribeStream::Response response;
  auto& shape = response.stream_description;
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
  // A stream that is still CREATING shows no shards.
  if (!found->serves()) return response;
  const std::size_t limit = static_cast<std::size_t>(request.limit.value_or(page_shards_max));
  const stream::ShardPage page = stream::select_shards(
      stream, std::nullopt, after, std::min(limit, page_shards_max), context.services.time.now());
  for (const auto& shard : page.shards) shape.shards.push_back(shard_shape(shard));
  shape.has_more_shards = page.more;
  return response;
}

}  // namespace

void handle(const Context& context, DescribeStream::Request request, Reply<DescribeStream> reply) {
  reply(describe(context, request));
}

}  // namespace weir::api::kinesis
