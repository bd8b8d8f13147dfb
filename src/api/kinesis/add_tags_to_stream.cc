// AddTagsToStream: adds tags, or gives those that are there other values.

#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/stream_designation.h"
#include "api/kinesis/tags.h"

namespace weir::api::kinesis {

void handle(const Context& context, AddTagsToStream::Request request,
            Reply<AddTagsToStream> reply) {
  const auto key = designated_stream(context, request.stream);
  if (!key) return reply(aws::Failure(key.error()));
  auto change = tags_to_add(context, *key, request.tags);
  if (!change) return reply(aws::Failure(std::move(change).error()));
  context.services.streams.change(context.home, key->to_key(), *std::move(change),
                                  answer_empty<AddTagsToStream>(std::move(reply)));
}

}  // namespace weir::api::kinesis
