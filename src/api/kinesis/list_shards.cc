// ListShards: the shards of a stream, in pages, with a filter.

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "api/kinesis/errors.h"
#include "api/kinesis/operations.h"
#include "api/kinesis/stream_designation.h"
#include "api/shard_shape.h"
#include "base/check.h"
#include "stream/error_texts.h"
#include "stream/list_token.h"
#include "stream/shard_filter.h"
#include "stream/shard_id.h"

namespace weir::api::kinesis {
namespace {

constexpr std::size_t page_shards_max = 1'000;

// What a page is made of, whether it is the first or a token asks for it.
struct Listing {
  stream::StreamPointer stream;
  std::optional<stream::ShardFilter> filter;
  std::optional<stream::ShardIndex> after;
};

// The constraint on the member has let only these pass.
stream::ShardFilterType filter_type(std::string_view text) {
  using Type = stream::ShardFilterType;
  if (text == "AFTER_SHARD_ID") return Type::after_shard_id;
  if (text == "AT_TRIM_HORIZON") return Type::at_trim_horizon;
  if (text == "FROM_TRIM_HORIZON") return Type::from_trim_horizon;
  if (text == "AT_LATEST") return Type::at_latest;
  if (text == "AT_TIMESTAMP") return Type::at_timestamp;
  if (text == "FROM_TIMESTAMP") return Type::from_timestamp;
  CHECK(false, "{} passed the constraint on ShardFilterType", text);
}

// Amazon's texts for incomplete filters are not published; these are ours.
aws::Outcome<stream::ShardFilter> to_filter(const ShardFilter& shape,
                                            const stream::StreamKeyView& key) {
  stream::ShardFilter filter;
  filter.type = filter_type(shape.type);
  switch (filter.type) {
    case stream::ShardFilterType::after_shard_id: {
      if (!shape.shard_id) {
        return aws::invalid_argument("ShardFilter of type AFTER_SHARD_ID needs a ShardId.");
      }
      const auto index = stream::parse_shard_id(*shape.shard_id);
      if (!index) return as_failure(stream::shard_not_found(key, *shape.shard_id).error());
      filter.after = *index;
      break;
    }
    case stream::ShardFilterType::at_timestamp:
    case stream::ShardFilterType::from_timestamp:
      if (!shape.timestamp) {
        return aws::invalid_argument(
            fmt::format("ShardFilter of type {} needs a Timestamp.", std::string_view(shape.type)));
      }
      filter.time = *shape.timestamp;
      break;
    case stream::ShardFilterType::at_trim_horizon:
    case stream::ShardFilterType::from_trim_horizon:
    case stream::ShardFilterType::at_latest:
      break;
  }
  return filter;
}

aws::Outcome<Listing> continued(const Context& context, const ListShards::Request& request) {
  if (request.stream.name || request.stream.arn) {
    return aws::invalid_argument("NextToken and StreamName cannot be provided together.");
  }
  if (request.exclusive_start_shard_id || request.stream_creation_timestamp ||
      request.shard_filter) {
    return aws::invalid_argument(
        "NextToken cannot be provided together with ExclusiveStartShardId, "
        "StreamCreationTimestamp or ShardFilter.");
  }
  const auto token = stream::open_list_shards_token(context.services.tokens, *request.next_token,
                                                    context.services.time.now());
  if (!token && token.error().code == ErrorCode::expired) {
    return aws::expired_next_token(token.error().message);
  }
  if (!token) return as_failure(token.error());
  const stream::StreamKeyView key = context.reached_key_of(token->stream_name);
  stream::StreamPointer stream = context.view().find_stream(token->stream);
  if (stream == nullptr || !(stream::StreamKeyView(stream->description->key) == key)) {
    return as_failure(stream::stream_not_found(key).error());
  }
  return Listing{.stream = std::move(stream), .filter = token->filter, .after = token->after};
}

aws::Outcome<Listing> begun(const Context& context, const ListShards::Request& request) {
  if (!request.stream.name && !request.stream.arn) {
    return aws::invalid_argument("Either NextToken or StreamName should be provided.");
  }
  const stream::StreamKeyView key = TRY(designated_stream(context, request.stream));
  Listing listing;
  listing.stream = TRY(as_outcome(context.view().find_stream(key)));
  const stream::StreamDescription& stream = *listing.stream->description;
  if (request.stream_creation_timestamp &&
      request.stream_creation_timestamp->whole_seconds() != stream.created.whole_seconds()) {
    return as_failure(stream::stream_not_found(key).error());
  }
  if (request.shard_filter) listing.filter = TRY(to_filter(*request.shard_filter, key));
  if (request.exclusive_start_shard_id) {
    listing.after = stream::parse_shard_id(*request.exclusive_start_shard_id);
    if (!listing.after) {
      return as_failure(stream::shard_not_found(key, *request.exclusive_start_shard_id).error());
    }
  }
  return listing;
}

aws::Outcome<ListShards::Response> list(const Context& context,
                                        const ListShards::Request& request) {
  const Listing listing =
      TRY(request.next_token ? continued(context, request) : begun(context, request));
  const stream::StreamDescription& stream = *listing.stream->description;
  if (stream.status == stream::StreamStatus::creating ||
      stream.status == stream::StreamStatus::deleting) {
    return as_failure(stream::stream_not_active(stream.key, stream.status).error());
  }
  const auto asked = static_cast<std::size_t>(request.max_results.value_or(page_shards_max));
  const stream::ShardPage page =
      stream::select_shards(stream, listing.filter, listing.after, std::min(asked, page_shards_max),
                            context.services.time.now());
  ListShards::Response response;
  for (const auto& shard : page.shards) response.shards.push_back(shard_shape(shard));
  if (page.more) {
    response.next_token =
        stream::seal_list_token(context.services.tokens,
                                stream::ListShardsToken{.stream = stream.number,
                                                        .stream_name = stream.key.name,
                                                        .filter = listing.filter,
                                                        .after = page.shards.back().index},
                                context.services.time.now());
  }
  return response;
}

}  // namespace

void handle(const Context& context, ListShards::Request request, Reply<ListShards> reply) {
  reply(list(context, request));
}

}  // namespace weir::api::kinesis
