// GetShardIterator: turns a starting position into a token for GetRecords.

#include <optional>
#include <string>
#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/stream_designation.h"
#include "stream/error_texts.h"
#include "stream/shard_iterator.h"
#include "stream/starting_position.h"

namespace weir::api::kinesis {
namespace {

stream::StartingPosition starting_position(const GetShardIterator::Request& request) {
  stream::StartingPosition position;
  // The constraint on the member has let only these pass.
  position.type = stream::iterator_type_of(request.shard_iterator_type);
  if (request.starting_sequence_number) {
    position.sequence_number = std::string(*request.starting_sequence_number);
  }
  position.timestamp = request.timestamp;
  return position;
}

}  // namespace

void handle(const Context& context, GetShardIterator::Request request,
            Reply<GetShardIterator> reply) {
  const auto key = designated_stream(context, request.stream);
  if (!key) return reply(aws::Failure(key.error()));
  Result<stream::ShardPlace> place = stream::find_shard(context.view(), *key, request.shard_id);
  if (!place) return reply(as_failure(std::move(place).error()));

  const bool dry_run = request.dry_run.value_or(false);
  const stream::ShardPlace& shard = *place;
  if (!dry_run && !shard.shard->read_limit.try_iterator(context.shard_limits(*key).read,
                                                        context.services.time.monotonic_now())) {
    return reply(as_failure(stream::rate_exceeded(*key, shard.shard->id).error()));
  }
  stream::resolve_position(
      context.home, shard, starting_position(request), context.services.time.now(),
      [context, dry_run, place = shard,
       reply = std::move(reply)](Result<log::Offset> offset) mutable {
        if (!offset) return reply(as_failure(std::move(offset).error()));
        if (dry_run) return reply(aws::dry_run_succeeded());
        const stream::StreamDescription& stream = *place.stream->description;
        GetShardIterator::Response response;
        response.shard_iterator = stream::seal_iterator(context.services.tokens,
                                                        {.stream = stream.number,
                                                         .stream_name = stream.key.name,
                                                         .shard = place.shard->description.index,
                                                         .offset = *offset},
                                                        context.services.time.now());
        reply(std::move(response));
      });
}

}  // namespace weir::api::kinesis
