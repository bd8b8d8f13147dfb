// ListTagsForResource: all tags of a stream or a consumer, in one answer.

#include "api/kinesis/consumer_tags.h"
#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/tags.h"

namespace weir::api::kinesis {
namespace {

ListTagsForResource::Response response_of(const stream::Tags& tags) {
  ListTagsForResource::Response response;
  for (const auto& tag : tags) response.tags.push_back(tag_shape(tag));
  return response;
}

aws::Outcome<ListTagsForResource::Response> list(const Context& context,
                                                 const ListTagsForResource::Request& request) {
  if (is_consumer_arn(request.resource_arn)) {
    const stream::ConsumerPointer consumer = TRY(tagged_consumer(context, request.resource_arn));
    return response_of(consumer->tags);
  }
  const stream::StreamKeyView key = TRY(tagged_stream(context, request.resource_arn));
  const stream::StreamPointer stream = TRY(as_outcome(context.view().find_stream(key)));
  return response_of(stream->description->tags);
}

}  // namespace

void handle(const Context& context, ListTagsForResource::Request request,
            Reply<ListTagsForResource> reply) {
  reply(list(context, request));
}

}  // namespace weir::api::kinesis
