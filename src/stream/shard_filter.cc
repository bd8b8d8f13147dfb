#include "stream/shard_filter.h"

#include <algorithm>

namespace weir::stream {
namespace {

// A shard is open from the second of its starting number until its children begin, so that the
// shards that are open at a time own each hash key once. Those that the stream began with count as
// open before, too.
bool is_open_at(const ShardDescription& shard, WallTime time) {
  const bool has_begun = !shard.parent || WallTime{shard.creation_seconds * 1000} <= time;
  return has_begun && (shard.is_open() || time < shard.end->children_begin());
}

bool passes(const ShardDescription& shard, const ShardFilter& filter, WallTime trim_horizon) {
  switch (filter.type) {
    case ShardFilterType::after_shard_id:
      return shard.index > filter.after;
    case ShardFilterType::at_trim_horizon:
      return is_open_at(shard, trim_horizon);
    case ShardFilterType::from_trim_horizon:
      return true;  // What has expired is gone already (retention.h).
    case ShardFilterType::at_latest:
      return shard.is_open();
    case ShardFilterType::at_timestamp:
      return is_open_at(shard, std::max(filter.time, trim_horizon));
    case ShardFilterType::from_timestamp:
      return shard.is_open() || shard.end->time >= filter.time;
  }
  return true;
}

}  // namespace

ShardPage select_shards(const StreamDescription& stream, const std::optional<ShardFilter>& filter,
                        std::optional<ShardIndex> after, std::size_t count, WallTime now) {
  const WallTime trim_horizon = now - stream.retention();
  const std::vector<ShardDescription>& all = *stream.shards;
  auto shard =
      after ? std::ranges::upper_bound(all, *after, {}, &ShardDescription::index) : all.begin();
  ShardPage page;
  for (; shard != all.end(); ++shard) {
    if (filter && !passes(*shard, *filter, trim_horizon)) continue;
    if (page.shards.size() == count) {
      page.more = true;
      break;
    }
    page.shards.push_back(*shard);
  }
  return page;
}

}  // namespace weir::stream
