// IndexCache: extents of sealed segments that were read lately, a row at a time.
//
// Guarded by its owner's mutex.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "log/journal/segment_index.h"

namespace weir::log::journal {

using Extents = std::shared_ptr<const std::vector<Extent>>;

class IndexCache {
 public:
  using Key = std::pair<std::uint64_t, std::uint32_t>;  // Segment id and row.

  explicit IndexCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  Extents find(Key key) {
    auto found = rows_.find(key);
    if (found == rows_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return found->second->second;
  }

  void put(Key key, Extents extents) {
    if (rows_.contains(key)) return;
    bytes_ += size_of(*extents);
    order_.emplace_front(key, std::move(extents));
    rows_[key] = order_.begin();
    while (bytes_ > bytes_max_ && order_.size() > 1) {
      bytes_ -= size_of(*order_.back().second);
      rows_.erase(order_.back().first);
      order_.pop_back();
    }
  }

 private:
  static std::size_t size_of(const std::vector<Extent>& extents) {
    return sizeof(Extent) * extents.size() + 100;
  }

  const std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::list<std::pair<Key, Extents>> order_;  // The latest used first.
  std::map<Key, std::list<std::pair<Key, Extents>>::iterator> rows_;
};

}  // namespace weir::log::journal
