// ListTagsForStream: a page of a stream's tags, in the order of their keys' characters.

#include <algorithm>  // IWYU pragma: keep: upper_bound

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/stream_designation.h"
#include "api/kinesis/tags.h"

namespace weir::api::kinesis {
namespace {

aws::Outcome<ListTagsForStream::Response> list(const Context& context,
                                               const ListTagsForStream::Request& request) {
  const stream::StreamKeyView key = TRY(designated_stream(context, request.stream));
  const stream::StreamPointer stream = TRY(as_outcome(context.view().find_stream(key)));
  const stream::Tags& tags = stream->description->tags;
  // The key to start behind need not be there.
  auto tag = tags.begin();
  if (request.exclusive_start_tag_key) {
    tag = std::ranges::upper_bound(tags, *request.exclusive_start_tag_key, {},
                                   &stream::Tags::value_type::first);
  }
  const auto limit = static_cast<std::size_t>(request.limit.value_or(INT32_MAX));

  ListTagsForStream::Response response;
  for (; tag != tags.end() && response.tags.size() < limit; ++tag) {
    response.tags.push_back(tag_shape(*tag));
  }
  response.has_more_tags = tag != tags.end();
  return response;
}

}  // namespace

void handle(const Context& context, ListTagsForStream::Request request,
            Reply<ListTagsForStream> reply) {
  reply(list(context, request));
}

}  // namespace weir::api::kinesis
