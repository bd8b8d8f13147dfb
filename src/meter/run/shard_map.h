// ShardMap: the open shards of a stream as the meter knows them, for records that are sent to a
// shard on purpose. A stream that is resharded while a run goes on is looked at anew.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "base/uint128.h"

namespace weir::meter {

struct ShardRange {  // Both ends included.
  std::string shard_id;
  uint128 first = 0;
  uint128 last = 0;
};

// In order of their hash keys.
using ShardRanges = std::vector<ShardRange>;

struct KnownShard {
  ShardRange range;
  std::vector<std::string> parents;
  bool is_open = true;
};

// Threads: any.
class ShardMap {
 public:
  std::shared_ptr<const ShardRanges> get() const {
    const MutexLock lock(mutex_);
    return ranges_;
  }

  // Sorts them.
  void set(ShardRanges ranges);

  // Changes with each set().
  std::size_t version() const { return version_.load(std::memory_order_acquire); }

 private:
  mutable Mutex mutex_;
  std::shared_ptr<const ShardRanges> ranges_ GUARDED_BY(mutex_) =
      std::make_shared<const ShardRanges>();
  std::atomic<std::size_t> version_ = 0;
};

// Where a hash key belongs; the size of `ranges` if nowhere.
std::size_t shard_of(const ShardRanges& ranges, uint128 hash_key);

// The hash key of a record: its explicit one (decimal; what is none counts as absent), else the MD5
// of its partition key.
uint128 hash_key_of(std::string_view partition_key, std::string_view explicit_hash_key);

}  // namespace weir::meter
