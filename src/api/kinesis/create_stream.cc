// CreateStream: a new stream, which is CREATING when this answers.

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "stream/stream_service.h"

namespace weir::api::kinesis {
namespace {

// What production gives an on-demand stream, and one that says neither mode nor shards.
constexpr std::uint32_t on_demand_shards = 4;

// The log engine's shard numbers go further; a stream of more shards than this is a mistake.
constexpr std::int32_t shard_count_max = 100'000;

bool is_on_demand(const CreateStream::Request& request) {
  if (request.stream_mode_details) return request.stream_mode_details->stream_mode == "ON_DEMAND";
  return !request.shard_count;
}

aws::Outcome<std::uint32_t> shard_count(const CreateStream::Request& request) {
  if (is_on_demand(request)) {
    if (request.shard_count) {
      return aws::invalid_argument("ShardCount cannot be set for streams in ON_DEMAND mode.");
    }
    return on_demand_shards;
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

// Settings that this version cannot keep are refused rather than forgotten.
aws::Outcome<void> check_supported(const CreateStream::Request& request) {
  if (request.warm_throughput_mibps) {
    return aws::invalid_argument(
        "WarmThroughputMiBps needs an account with MinimumThroughputBillingCommitment ENABLED.");
  }
  if (request.record_distribution_strategy == "AUTO") {
    return aws::invalid_argument("RecordDistributionStrategy AUTO is not supported.");
  }
  return {};
}

aws::Outcome<stream::NewStream> new_stream(const Context& context,
                                           const CreateStream::Request& request) {
  TRY(check_supported(request));
  stream::NewStream stream;
  stream.key = context.key_of(request.stream_name).to_key();
  stream.shard_count = TRY(shard_count(request));
  stream.mode =
      is_on_demand(request) ? stream::StreamMode::on_demand : stream::StreamMode::provisioned;
  if (request.max_record_size_in_kib) {
    stream.record_kib_max = static_cast<std::uint32_t>(*request.max_record_size_in_kib);
  }
  if (request.tags) {
    for (const auto& [tag, value] : *request.tags) stream.tags.emplace_back(tag, value);
    std::ranges::sort(stream.tags);
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
