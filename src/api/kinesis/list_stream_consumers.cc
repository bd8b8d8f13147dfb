// ListStreamConsumers: the consumers of a stream, by name, in any state.

#include <algorithm>
#include <string>
#include <utility>

#include "api/kinesis/consumer_designation.h"
#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "stream/error_texts.h"
#include "stream/list_token.h"

namespace weir::api::kinesis {
namespace {

constexpr std::size_t page_consumers_max = 100;

// The name behind which the page begins; empty: at the beginning. A token of another stream, or of
// one that was made anew, is none of this one's.
aws::Outcome<std::string> start_after(const Context& context,
                                      const ListStreamConsumers::Request& request,
                                      const stream::StreamDescription& stream) {
  if (!request.next_token) return std::string();
  auto token = stream::open_list_consumers_token(context.services.tokens, *request.next_token,
                                                 context.services.time.now());
  if (!token && token.error().code == ErrorCode::expired) {
    return aws::expired_next_token(token.error().message);
  }
  if (!token) return as_failure(std::move(token).error());
  if (token->stream != stream.number) return aws::invalid_argument("Invalid NextToken.");
  return std::move(token->after_name);
}

aws::Outcome<ListStreamConsumers::Response> list(const Context& context,
                                                 const ListStreamConsumers::Request& request) {
  const stream::StreamKeyView key = TRY(stream_of_arn(context, request.stream_arn));
  const stream::StreamPointer found = TRY(as_outcome(context.view().find_stream(key)));
  const stream::StreamDescription& stream = *found->description;
  if (request.stream_creation_timestamp &&
      request.stream_creation_timestamp->whole_seconds() != stream.created.whole_seconds()) {
    return as_failure(stream::stream_not_found(key).error());
  }
  const std::string after = TRY(start_after(context, request, stream));
  const auto asked = static_cast<std::size_t>(request.max_results.value_or(page_consumers_max));
  const std::size_t limit = std::min(asked, page_consumers_max);

  ListStreamConsumers::Response response;
  bool has_more = false;
  context.view().state.consumers.for_each_from(
      stream::ConsumerKey{stream.number, after},
      [&](const stream::ConsumerKey& consumer_key, const stream::ConsumerPointer& consumer) {
        if (consumer_key.stream != stream.number) return false;
        if (!after.empty() && consumer_key.name == after) return true;
        has_more = response.consumers.size() == limit;
        if (has_more) return false;
        response.consumers.push_back(consumer_shape(*consumer));
        return true;
      });
  if (has_more) {
    response.next_token = stream::seal_list_token(
        context.services.tokens,
        stream::ListConsumersToken{.stream = stream.number,
                                   .after_name = response.consumers.back().consumer_name},
        context.services.time.now());
  }
  return response;
}

}  // namespace

void handle(const Context& context, ListStreamConsumers::Request request,
            Reply<ListStreamConsumers> reply) {
  reply(list(context, request));
}

}  // namespace weir::api::kinesis
