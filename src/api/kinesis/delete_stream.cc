// DeleteStream: the stream is DELETING when this answers; its records go with it.

#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/stream_designation.h"

namespace weir::api::kinesis {

// EnforceConsumerDeletion says what to do with registered consumers; there are none yet.
void handle(const Context& context, DeleteStream::Request request, Reply<DeleteStream> reply) {
  const auto key = designated_stream(context, request.stream);
  if (!key) return reply(aws::Failure(key.error()));
  context.services.streams.remove(context.home, key->to_key(),
                                  answer_empty<DeleteStream>(std::move(reply)));
}

}  // namespace weir::api::kinesis
