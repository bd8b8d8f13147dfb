#include "meter/run/shard_map.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "base/mutex.h"
#include "base/uint128.h"
#include "codec/decimal.h"
#include "codec/hash.h"

namespace weir::meter {

void ShardMap::set(ShardRanges ranges) {
  std::ranges::sort(ranges, {}, &ShardRange::first);
  auto shared = std::make_shared<const ShardRanges>(std::move(ranges));
  const MutexLock lock(mutex_);
  ranges_ = std::move(shared);
  version_.fetch_add(1, std::memory_order_release);
}

std::size_t shard_of(const ShardRanges& ranges, uint128 hash_key) {
  const auto after = std::ranges::upper_bound(ranges, hash_key, {}, &ShardRange::first);
  if (after == ranges.begin()) return ranges.size();
  const auto found = after - 1;
  return hash_key <= found->last ? static_cast<std::size_t>(found - ranges.begin()) : ranges.size();
}

uint128 hash_key_of(std::string_view partition_key, std::string_view explicit_hash_key) {
  if (!explicit_hash_key.empty()) {
    if (const auto number = codec::parse_uint128(explicit_hash_key)) return *number;
  }
  return codec::md5_number(bytes_of(partition_key));
}

}  // namespace weir::meter
