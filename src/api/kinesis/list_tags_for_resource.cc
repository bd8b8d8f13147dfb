// ListTagsForResource: all tags of a stream, in one answer.

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/tags.h"

namespace weir::api::kinesis {
namespace {

aws::Outcome<ListTagsForResource::Response> list(const Context& context,
                                                 const ListTagsForResource::Request& request) {
  const stream::StreamKeyView key = TRY(tagged_stream(context, request.resource_arn));
  const stream::StreamPointer stream = TRY(as_outcome(context.view().find_stream(key)));
  ListTagsForResource::Response response;
  for (const auto& tag : stream->description->tags) response.tags.push_back(tag_shape(tag));
  return response;
}

}  // namespace

void handle(const Context& context, ListTagsForResource::Request request,
            Reply<ListTagsForResource> reply) {
  reply(list(context, request));
}

}  // namespace weir::api::kinesis
