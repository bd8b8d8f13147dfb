// SplitShard: one shard becomes two. It ends where it stands, and its children go on from there.

#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/resharding.h"
#include "stream/hash_key.h"

namespace weir::api::kinesis {
namespace {

struct Split {
  stream::StreamKey key;
  stream::ShardIndex shard;
  stream::HashKey second_start;
};

aws::Outcome<Split> admit(const Context& context, const SplitShard::Request& request) {
  const stream::StreamKeyView key = TRY(designated_stream(context, request.stream));
  const stream::ShardIndex shard = TRY(as_outcome(shard_of(key, request.shard_to_split)));
  TRY(check_provisioned(context, key));
  const stream::HashKey second_start =
      TRY(as_outcome(stream::parse_explicit_hash_key(request.new_starting_hash_key)));
  return Split{.key = key.to_key(), .shard = shard, .second_start = second_start};
}

}  // namespace

void handle(const Context& context, SplitShard::Request request, Reply<SplitShard> reply) {
  aws::Outcome<Split> split = admit(context, request);
  if (!split) return reply(aws::Failure(std::move(split).error()));
  context.services.streams.split_shard(context.home, std::move(split->key), split->shard,
                                       split->second_start,
                                       answer_empty<SplitShard>(std::move(reply)));
}

}  // namespace weir::api::kinesis
