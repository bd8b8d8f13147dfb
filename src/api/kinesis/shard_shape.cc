#include "api/kinesis/shard_shape.h"

#include "stream/hash_key.h"
#include "stream/sequence_number.h"
#include "stream/shard_id.h"

namespace weir::api::kinesis {

aws::kinesis::Shard shard_shape(const stream::ShardDescription& shard) {
  aws::kinesis::Shard shape;
  shape.shard_id = stream::shard_id_text(shard.index);
  shape.hash_key_range.starting_hash_key = stream::to_decimal(shard.range.first);
  shape.hash_key_range.ending_hash_key = stream::to_decimal(shard.range.last);
  shape.sequence_number_range.starting_sequence_number =
      stream::to_decimal(stream::starting_number(shard.creation_seconds, shard.index));
  return shape;
}

}  // namespace weir::api::kinesis
