// UpdateShardCount: the stream gets so many shards, equally wide, by splitting and merging.

#include <cstdint>
#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/resharding.h"

namespace weir::api::kinesis {
namespace {

aws::Outcome<stream::StreamPointer> admit(const Context& context,
                                          const UpdateShardCount::Request& request) {
  const stream::StreamKeyView key = TRY(designated_stream(context, request.stream));
  TRY(check_provisioned(context, key));
  return as_outcome(context.view().find_stream(key));
}

}  // namespace

void handle(const Context& context, UpdateShardCount::Request request,
            Reply<UpdateShardCount> reply) {
  const aws::Outcome<stream::StreamPointer> found = admit(context, request);
  if (!found) return reply(aws::Failure(found.error()));
  const stream::StreamDescription& stream = *(*found)->description;
  UpdateShardCount::Response response;
  response.stream_name = stream.key.name;
  response.stream_arn = stream.arn();
  response.current_shard_count = static_cast<std::int32_t>(stream.open_shard_count());
  response.target_shard_count = request.target_shard_count;
  const auto target = static_cast<std::uint32_t>(response.target_shard_count);
  context.services.streams.update_shard_count(
      context.home, stream.key, target,
      [response = std::move(response), reply = std::move(reply)](Result<void> begun) mutable {
        if (!begun) return reply(as_failure(std::move(begun).error()));
        reply(std::move(response));
      });
}

}  // namespace weir::api::kinesis
