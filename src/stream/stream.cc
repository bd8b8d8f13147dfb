#include "stream/stream.h"

#include <algorithm>

#include "base/check.h"

namespace weir::stream {

ShardMap::ShardMap(std::vector<std::shared_ptr<Shard>> shards) : shards_(std::move(shards)) {
  CHECK(!shards_.empty());
  open_.resize(shards_.size());
  for (std::size_t index = 0; index < open_.size(); ++index) open_[index] = index;
  std::ranges::sort(open_, {},
                    [this](std::size_t index) { return shards_[index]->description.range.first; });
  for (const std::size_t index : open_) starts_.push_back(shards_[index]->description.range.first);
  CHECK(starts_.front() == HashKey{}, "the lowest hash keys have no shard");
}

std::shared_ptr<Shard> ShardMap::find(ShardIndex index) const {
  const auto at = static_cast<std::size_t>(index.value);
  return index.value >= 0 && at < shards_.size() ? shards_[at] : nullptr;
}

std::size_t ShardMap::position_of(HashKey key) const {
  // The last range that begins at or before the key.
  return static_cast<std::size_t>(std::ranges::upper_bound(starts_, key) - starts_.begin()) - 1;
}

}  // namespace weir::stream
