#include "stream/stream.h"

#include <algorithm>

#include "base/check.h"

namespace weir::stream {

ShardMap::ShardMap(std::vector<std::shared_ptr<Shard>> shards) : shards_(std::move(shards)) {
  for (std::size_t place = 0; place < shards_.size(); ++place) {
    if (shards_[place]->description.is_open()) open_.push_back(place);
  }
  const auto first_key = [this](std::size_t place) {
    return shards_[place]->description.range.first;
  };
  std::ranges::sort(open_, {}, first_key);
  starts_.reserve(open_.size());
  for (const std::size_t place : open_) starts_.push_back(first_key(place));
  CHECK(!starts_.empty() && starts_.front() == HashKey{}, "the lowest hash keys have no shard");
}

std::shared_ptr<Shard> ShardMap::find(ShardIndex index) const {
  const auto found = std::ranges::lower_bound(
      shards_, index, {}, [](const auto& shard) { return shard->description.index; });
  return found != shards_.end() && (*found)->description.index == index ? *found : nullptr;
}

std::size_t ShardMap::position_of(HashKey key) const {
  // The last range that begins at or before the key.
  return static_cast<std::size_t>(std::ranges::upper_bound(starts_, key) - starts_.begin()) - 1;
}

}  // namespace weir::stream
