// TagResource: AddTagsToStream by ARN, and the same for a consumer.

#include <utility>

#include "api/kinesis/consumer_tags.h"
#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/tags.h"

namespace weir::api::kinesis {

void handle(const Context& context, TagResource::Request request, Reply<TagResource> reply) {
  if (is_consumer_arn(request.resource_arn)) {
    auto change = consumer_tags_to_add(context, request.resource_arn, request.tags);
    if (!change) return reply(aws::Failure(std::move(change).error()));
    return context.services.catalog.submit(context.home, *std::move(change),
                                           answer_empty<TagResource>(std::move(reply)));
  }
  const auto key = tagged_stream(context, request.resource_arn);
  if (!key) return reply(aws::Failure(key.error()));
  auto change = tags_to_add(context, *key, request.tags);
  if (!change) return reply(aws::Failure(std::move(change).error()));
  context.services.streams.change(context.home, key->to_key(), *std::move(change),
                                  answer_empty<TagResource>(std::move(reply)));
}

}  // namespace weir::api::kinesis
