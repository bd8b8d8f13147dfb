#include "api/shard_shape.h"

#include "stream/hash_key.h"
#include "stream/sequence_number.h"
#include "stream/shard_id.h"

namespace weir::api {
namespace {

aws::kinesis::HashKeyRange hash_key_range(const stream::HashRange& range) {
  aws::kinesis::HashKeyRange shape;
  shape.starting_hash_key = stream::to_decimal(range.first);
  shape.ending_hash_key = stream::to_decimal(range.last);
  return shape;
}

}  // namespace

aws::kinesis::Shard shard_shape(const stream::ShardDescription& shard) {
  aws::kinesis::Shard shape;
  shape.shard_id = stream::shard_id_text(shard.index);
  shape.hash_key_range = hash_key_range(shard.range);
  shape.sequence_number_range.starting_sequence_number =
      stream::to_decimal(stream::starting_number(shard.creation_seconds, shard.index));
  if (shard.end) {
    shape.sequence_number_range.ending_sequence_number = stream::to_decimal(
        stream::ending_number(shard.creation_seconds, shard.index, shard.end->time));
  }
  if (shard.parent) shape.parent_shard_id = stream::shard_id_text(*shard.parent);
  if (shard.adjacent_parent) {
    shape.adjacent_parent_shard_id = stream::shard_id_text(*shard.adjacent_parent);
  }
  return shape;
}

std::vector<aws::kinesis::ChildShard> child_shards(const stream::StreamDescription& stream,
                                                   stream::ShardIndex parent) {
  std::vector<aws::kinesis::ChildShard> children;
  for (const stream::ShardDescription& shard : *stream.shards) {
    if (!shard.is_child_of(parent)) continue;
    auto& child = children.emplace_back();
    child.shard_id = stream::shard_id_text(shard.index);
    child.parent_shards.emplace_back(stream::shard_id_text(*shard.parent));
    if (shard.adjacent_parent) {
      child.parent_shards.emplace_back(stream::shard_id_text(*shard.adjacent_parent));
    }
    child.hash_key_range = hash_key_range(shard.range);
  }
  return children;
}

}  // namespace weir::api
