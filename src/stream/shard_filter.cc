#include "stream/shard_filter.h"

#include <algorithm>

namespace weir::stream {
namespace {

// Every shard of a stream is open: splitting and merging do not exist yet. So each filter that is
// about time passes all of them: an open shard counts as open at any moment, also before it was
// made, because the shards that AT_TIMESTAMP shows must cover the whole space of hash keys.
bool passes(const ShardDescription& shard, const ShardFilter& filter) {
  return filter.type != ShardFilterType::after_shard_id || shard.index > filter.after;
}

}  // namespace

ShardPage select_shards(const StreamDescription& stream, const std::optional<ShardFilter>& filter,
                        std::optional<ShardIndex> after, std::size_t count) {
  const std::vector<ShardDescription>& all = *stream.shards;
  auto shard =
      after ? std::ranges::upper_bound(all, *after, {}, &ShardDescription::index) : all.begin();
  ShardPage page;
  for (; shard != all.end(); ++shard) {
    if (filter && !passes(*shard, *filter)) continue;
    if (page.shards.size() == count) {
      page.more = true;
      break;
    }
    page.shards.push_back(*shard);
  }
  return page;
}

}  // namespace weir::stream
