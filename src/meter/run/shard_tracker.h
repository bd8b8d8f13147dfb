// ShardTracker: which shards of a stream the readers of one sampler have read, are reading, or have
// still to begin. A child begins when those of its parents that are read here have ended.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "meter/run/shard_map.h"

namespace weir::meter {

struct ShardToRead {
  std::string shard_id;
  bool is_child = false;  // Begins at its beginning, whatever the readers' position.
};

// Threads: any.
class ShardTracker {
 public:
  // `from_beginning`: all records there are; else only those of open shards from now on.
  ShardTracker(const std::vector<KnownShard>& shards, bool from_beginning);

  // What the reader number `index` of `count` begins with. Once each.
  std::vector<ShardToRead> share_of(std::size_t index, std::size_t count) const;

  struct Child {
    std::string shard_id;
    std::vector<std::string> parents;
  };
  // A shard was read to its end: which of its children the caller is to read now.
  std::vector<ShardToRead> ended(const std::string& shard_id, const std::vector<Child>& children);

 private:
  mutable Mutex mutex_;
  std::vector<std::string> first_ GUARDED_BY(mutex_);
  std::set<std::string> reading_ GUARDED_BY(mutex_);
  std::set<std::string> begun_ GUARDED_BY(mutex_);
};

}  // namespace weir::meter
