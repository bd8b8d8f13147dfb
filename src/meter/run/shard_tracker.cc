#include "meter/run/shard_tracker.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "meter/run/shard_map.h"

namespace weir::meter {
namespace {

bool has_any_of(const std::set<std::string>& set, const std::vector<std::string>& names) {
  return std::ranges::any_of(names, [&](const std::string& name) { return set.contains(name); });
}

}  // namespace

ShardTracker::ShardTracker(const std::vector<KnownShard>& shards, bool from_beginning) {
  std::set<std::string> known;
  for (const KnownShard& shard : shards) known.insert(shard.range.shard_id);
  for (const KnownShard& shard : shards) {
    const bool has_parent = std::ranges::any_of(
        shard.parents, [&](const std::string& parent) { return known.contains(parent); });
    if (from_beginning ? has_parent : !shard.is_open) continue;
    first_.push_back(shard.range.shard_id);
  }
  reading_.insert(first_.begin(), first_.end());
  begun_ = reading_;
}

std::vector<ShardToRead> ShardTracker::share_of(std::size_t index, std::size_t count) const {
  const MutexLock lock(mutex_);
  std::vector<ShardToRead> share;
  for (std::size_t at = index; at < first_.size(); at += count) {
    share.push_back({.shard_id = first_[at]});
  }
  return share;
}

std::vector<ShardToRead> ShardTracker::ended(const std::string& shard_id,
                                             const std::vector<Child>& children) {
  const MutexLock lock(mutex_);
  reading_.erase(shard_id);
  std::vector<ShardToRead> ready;
  for (const Child& child : children) {
    if (has_any_of(reading_, child.parents) || !begun_.insert(child.shard_id).second) continue;
    reading_.insert(child.shard_id);
    ready.push_back({.shard_id = child.shard_id, .is_child = true});
  }
  return ready;
}

}  // namespace weir::meter
