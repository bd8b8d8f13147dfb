// MergeShards: two neighbouring shards become one. Both end where they stand, and their child goes
// on from there.

#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/resharding.h"

namespace weir::api::kinesis {
namespace {

struct Merge {
  stream::StreamKey key;
  stream::ShardIndex shard;
  stream::ShardIndex adjacent;
};

aws::Outcome<Merge> admit(const Context& context, const MergeShards::Request& request) {
  const stream::StreamKeyView key = TRY(designated_stream(context, request.stream));
  const stream::ShardIndex shard = TRY(as_outcome(shard_of(key, request.shard_to_merge)));
  const stream::ShardIndex adjacent =
      TRY(as_outcome(shard_of(key, request.adjacent_shard_to_merge)));
  TRY(check_provisioned(context, key));
  return Merge{.key = key.to_key(), .shard = shard, .adjacent = adjacent};
}

}  // namespace

void handle(const Context& context, MergeShards::Request request, Reply<MergeShards> reply) {
  aws::Outcome<Merge> merge = admit(context, request);
  if (!merge) return reply(aws::Failure(std::move(merge).error()));
  context.services.streams.merge_shards(context.home, std::move(merge->key), merge->shard,
                                        merge->adjacent,
                                        answer_empty<MergeShards>(std::move(reply)));
}

}  // namespace weir::api::kinesis
