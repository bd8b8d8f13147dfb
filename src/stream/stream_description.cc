#include "stream/stream_description.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace weir::stream {

std::string_view status_text(StreamStatus status) {
  switch (status) {
    case StreamStatus::creating:
      return "CREATING";
    case StreamStatus::active:
      return "ACTIVE";
    case StreamStatus::updating:
      return "UPDATING";
    case StreamStatus::deleting:
      return "DELETING";
  }
  check_failed(__FILE__, __LINE__, "a stream status", std::to_string(static_cast<int>(status)));
}

std::string_view mode_text(StreamMode mode) {
  return mode == StreamMode::provisioned ? "PROVISIONED" : "ON_DEMAND";
}

std::string_view distribution_text(DistributionStrategy strategy) {
  return strategy == DistributionStrategy::automatic ? "AUTO" : "USER_PARTITION_KEY";
}

const ShardDescription* StreamDescription::find_shard(ShardIndex index) const {
  const auto found = std::ranges::lower_bound(*shards, index, {}, &ShardDescription::index);
  return found != shards->end() && found->index == index ? &*found : nullptr;
}

std::size_t StreamDescription::open_shard_count() const {
  return static_cast<std::size_t>(std::ranges::count_if(*shards, &ShardDescription::is_open));
}

std::string arn_of(const StreamKey& key) {
  return fmt::format("arn:aws:kinesis:{}:{}:stream/{}", key.region, key.account_id, key.name);
}

}  // namespace weir::stream
