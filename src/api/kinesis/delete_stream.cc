// DeleteStream: the stream is DELETING when this answers; its records go with it.

#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/stream_designation.h"

namespace weir::api::kinesis {

void handle(const Context& context, DeleteStream::Request request, Reply<DeleteStream> reply) {
  const auto key = designated_stream(context, request.stream);
  if (!key) return reply(aws::Failure(key.error()));
  stream::StreamService& streams = context.services.streams;
  auto answer = answer_empty<DeleteStream>(std::move(reply));
  if (request.enforce_consumer_deletion.value_or(false)) {
    return streams.remove_with_consumers(context.home, key->to_key(), std::move(answer));
  }
  streams.remove(context.home, key->to_key(), std::move(answer));
}

}  // namespace weir::api::kinesis
