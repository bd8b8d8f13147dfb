// UpdateStreamRecordDistributionStrategy: whether the service or the producer chooses the shards of
// records. At once, and as often as one likes.

#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/stream_designation.h"

namespace weir::api::kinesis {

void handle(const Context& context, UpdateStreamRecordDistributionStrategy::Request request,
            Reply<UpdateStreamRecordDistributionStrategy> reply) {
  const auto key = designated_stream(context, {.name = {}, .arn = request.stream_arn, .id = {}});
  if (!key) return reply(aws::Failure(key.error()));
  const auto strategy = request.record_distribution_strategy == "AUTO"
                            ? stream::DistributionStrategy::automatic
                            : stream::DistributionStrategy::user_partition_key;
  context.services.streams.change(
      context.home, key->to_key(),
      stream::commands::ChangeDistribution{.key = key->to_key(), .strategy = strategy},
      answer_empty<UpdateStreamRecordDistributionStrategy>(std::move(reply)));
}

}  // namespace weir::api::kinesis
