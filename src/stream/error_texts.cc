#include "stream/error_texts.h"

#include <fmt/format.h>

namespace weir::stream {

Failure stream_not_found(const StreamKeyView& key) {
  return fail(ErrorCode::not_found,
              fmt::format("Stream {} under account {} not found.", key.name, key.account_id));
}

Failure stream_exists(const StreamKeyView& key) {
  return fail(ErrorCode::in_use,
              fmt::format("Stream {} under account {} already exists.", key.name, key.account_id));
}

Failure stream_not_active(const StreamKeyView& key, StreamStatus status) {
  return fail(ErrorCode::in_use,
              fmt::format("Stream {} under account {} not ACTIVE, instead in state {}", key.name,
                          key.account_id, status_text(status)));
}

Failure shard_does_not_exist(const StreamKeyView& key, ShardIndex shard) {
  return fail(ErrorCode::not_found,
              fmt::format("Shard {} in stream {} under account {} does not exist",
                          shard_id_text(shard), key.name, key.account_id));
}

Failure shard_not_found(const StreamKeyView& key, std::string_view shard_id) {
  return fail(ErrorCode::not_found,
              fmt::format("Could not find shard {} in stream {} under account {}.", shard_id,
                          key.name, key.account_id));
}

Failure too_many_tags(const StreamKeyView& key) {
  return fail(ErrorCode::invalid_argument,
              fmt::format("Failed to add tags to stream {} under account {} because a given stream "
                          "cannot have more than 10 tags associated with it.",
                          key.name, key.account_id));
}

Failure too_many_consumer_tags(const StreamKeyView& key, std::string_view consumer) {
  return fail(ErrorCode::invalid_argument,
              fmt::format("Failed to add tags to consumer {} under account {} because a given "
                          "consumer cannot have more than 50 tags associated with it.",
                          consumer, key.account_id));
}

Failure rate_exceeded(const StreamKeyView& key, std::string_view shard_id) {
  return fail(ErrorCode::throttled,
              fmt::format("Rate exceeded for shard {} in stream {} under account {}.", shard_id,
                          key.name, key.account_id));
}

Failure stream_has_consumers(const StreamKeyView& key) {
  return fail(
      ErrorCode::in_use,
      fmt::format("Stream {} under account {} has registered consumers. Deregister them, or "
                  "set EnforceConsumerDeletion.",
                  key.name, key.account_id));
}

Failure consumer_not_found(const StreamKeyView& key, std::string_view consumer) {
  return fail(ErrorCode::not_found,
              fmt::format("Consumer {}, account {} not found.", consumer, key.account_id));
}

Failure consumer_exists(const StreamKeyView& key, std::string_view consumer) {
  return fail(ErrorCode::in_use,
              fmt::format("Consumer {} under stream {}, account {} already exists.", consumer,
                          key.name, key.account_id));
}

Failure too_many_consumers(const StreamKeyView& key, std::uint32_t consumers_max) {
  return fail(ErrorCode::limit_exceeded,
              fmt::format("Stream {} under account {} has {} registered consumers, which is the "
                          "limit.",
                          key.name, key.account_id, consumers_max));
}

Failure too_many_consumers_creating(std::uint32_t creating_max) {
  return fail(
      ErrorCode::limit_exceeded,
      fmt::format("Only {} consumers can simultaneously be in CREATING state.", creating_max));
}

Failure consumer_not_active(const Consumer& consumer) {
  return fail(ErrorCode::in_use,
              fmt::format("Consumer {} with creation timestamp {} under stream: {} , account {} is "
                          "not in ACTIVE status.",
                          consumer.key.name, consumer.creation_seconds, consumer.stream.name,
                          consumer.stream.account_id));
}

}  // namespace weir::stream
