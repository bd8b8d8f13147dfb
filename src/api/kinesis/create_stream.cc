// CreateStream: a new stream, which is CREATING when this answers.

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/tags.h"
#include "api/kinesis/warm_throughput.h"
#include "stream/error_texts.h"
#include "stream/on_demand.h"
#include "stream/stream_service.h"

namespace weir::api::kinesis {
namespace {

// The log engine's shard numbers go further; a stream of more shards than this is a mistake.
constexpr std::int32_t shard_count_max = 100'000;

bool is_on_demand(const CreateStream::Request& request) {
  if (request.stream_mode_details) return request.stream_mode_details->stream_mode == "ON_DEMAND";
  return !request.shard_count;
}

aws::Outcome<std::uint32_t> shard_count(const CreateStream::Request& request,
                                        std::uint32_t warm_mibps) {
  if (is_on_demand(request)) {
    if (request.shard_count) {
      return aws::invalid_argument("ShardCount cannot be set for streams in ON_DEMAND mode.");
    }
    return std::max(stream::on_demand_shards_min, warm_mibps);
  }
  if (!request.shard_count) {
    return aws::invalid_argument("ShardCount must be set for streams in PROVISIONED mode.");
  }
  if (*request.shard_count > shard_count_max) {
    return aws::validation(
        fmt::format("1 validation error detected: Value '{}' at 'shardCount' failed to satisfy "
                    "constraint: Member must have value less than or equal to {}",
                    *request.shard_count, shard_count_max));
  }
  return static_cast<std::uint32_t>(*request.shard_count);
}

// Amazon's texts are not published; these are ours.
aws::Outcome<void> check_mode(const CreateStream::Request& request, std::uint32_t warm_mibps) {
  if (is_on_demand(request)) return {};
  if (warm_mibps > 0) return aws::invalid_argument(std::string(warm_is_for_on_demand));
  if (request.record_distribution_strategy == "AUTO") {
    return aws::invalid_argument(
        "RecordDistributionStrategy AUTO is for streams in ON_DEMAND mode.");
  }
  return {};
}

aws::Outcome<stream::Tags> new_tags(const Context& context, const stream::StreamKeyView& key,
                                    const CreateStream::Request& request) {
  if (!request.tags) return stream::Tags{};
  stream::Tags tags = to_tags(*request.tags);
  TRY(check_new_tags(tagged_text(key), tags));
  const std::uint32_t tags_max = context.account_limits().tags_max;
  if (tags_max == 0 || tags.size() <= tags_max) return tags;
  return aws::invalid_argument(stream::too_many_tags(key).error().message);
}

aws::Outcome<stream::NewStream> new_stream(const Context& context,
                                           const CreateStream::Request& request) {
  const stream::StreamKeyView key = context.key_of(request.stream_name);
  stream::NewStream stream;
  stream.key = key.to_key();
  stream.warm_mibps = TRY(check_warm_throughput(request.warm_throughput_mibps));
  TRY(check_mode(request, stream.warm_mibps));
  stream.shard_count = TRY(shard_count(request, stream.warm_mibps));
  stream.tags = TRY(new_tags(context, key, request));
  stream.mode =
      is_on_demand(request) ? stream::StreamMode::on_demand : stream::StreamMode::provisioned;
  if (request.max_record_size_in_kib) {
    stream.record_kib_max = static_cast<std::uint32_t>(*request.max_record_size_in_kib);
  }
  if (request.record_distribution_strategy == "AUTO") {
    stream.distribution = stream::DistributionStrategy::automatic;
  }
  return stream;
}

}  // namespace

void handle(const Context& context, CreateStream::Request request, Reply<CreateStream> reply) {
  aws::Outcome<stream::NewStream> stream = new_stream(context, request);
  if (!stream) return reply(aws::Failure(std::move(stream).error()));
  context.services.streams.create(context.home, *std::move(stream),
                                  answer_empty<CreateStream>(std::move(reply)));
}

}  // namespace weir::api::kinesis
