// ListStreams: the caller's streams in the region, by name, in any state.

#include <algorithm>
#include <string>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "stream/list_token.h"

namespace weir::api::kinesis {
namespace {

constexpr std::size_t page_streams_max = 100;

// The name behind which the page begins; empty: at the beginning.
aws::Outcome<std::string> start_after(const Context& context, const ListStreams::Request& request) {
  if (request.next_token) {
    const auto token = stream::open_list_streams_token(context.services.tokens, *request.next_token,
                                                       context.services.time.now());
    if (!token && token.error().code == ErrorCode::expired) {
      return aws::expired_next_token(token.error().message);
    }
    if (!token) return as_failure(token.error());
    return token->after_name;
  }
  return std::string(request.exclusive_start_stream_name.value_or(""));
}

StreamSummary summary_of(const stream::StreamDescription& stream) {
  StreamSummary summary;
  summary.stream_name = stream.key.name;
  summary.stream_arn = stream.arn();
  summary.stream_status = stream::status_text(stream.status);
  summary.stream_mode_details.emplace().stream_mode = stream::mode_text(stream.mode);
  summary.stream_creation_timestamp = WallTime{stream.created.whole_seconds() * 1000};
  return summary;
}

aws::Outcome<ListStreams::Response> list(const Context& context,
                                         const ListStreams::Request& request) {
  const std::string after = TRY(start_after(context, request));
  const auto asked = static_cast<std::size_t>(request.limit.value_or(page_streams_max));
  const std::size_t limit = std::min(asked, page_streams_max);
  const stream::StreamKeyView from = context.key_of(after);

  ListStreams::Response response;
  auto& summaries = response.stream_summaries.emplace();
  context.view().state.streams.for_each_from(
      from, [&](const stream::StreamKey& key, const stream::DescriptionPointer& stream) {
        if (key.account_id != from.account_id || key.region != from.region) return false;
        if (!after.empty() && key.name == after) return true;
        response.has_more_streams = response.stream_names.size() == limit;
        if (response.has_more_streams) return false;
        response.stream_names.push_back(key.name);
        summaries.push_back(summary_of(*stream));
        return true;
      });
  if (response.has_more_streams) {
    response.next_token = stream::seal_list_token(
        context.services.tokens,
        stream::ListStreamsToken{.account_id = std::string(from.account_id),
                                 .region = std::string(from.region),
                                 .after_name = std::string(response.stream_names.back())},
        context.services.time.now());
  }
  return response;
}

}  // namespace

void handle(const Context& context, ListStreams::Request request, Reply<ListStreams> reply) {
  reply(list(context, request));
}

}  // namespace weir::api::kinesis
