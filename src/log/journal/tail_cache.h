// TailCache: the newest groups, in memory, for readers that follow the tail.
//
// Guarded by its owner's mutex.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>

#include "env/buffer_pool.h"
#include "log/record.h"

namespace weir::log::journal {

class TailCache {
 public:
  explicit TailCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  // `buffer` holds what the file of segment `segment_id` has at [position, position + bytes).
  void put(std::uint64_t segment_id, std::uint64_t position, std::uint64_t bytes,
           std::shared_ptr<env::Buffer> buffer) {
    bytes_ += buffer->capacity;
    groups_[{segment_id, position}] = {bytes, std::move(buffer)};
    // Segment ids and positions grow, so the first one is the oldest.
    while (bytes_ > bytes_max_ && !groups_.empty()) {
      bytes_ -= groups_.begin()->second.buffer->capacity;
      groups_.erase(groups_.begin());
    }
  }

  struct Found {
    Owner owner;
    const std::byte* at = nullptr;  // Null: not here.
  };
  Found find(std::uint64_t segment_id, std::uint64_t position) const {
    auto behind = groups_.upper_bound({segment_id, position});
    if (behind == groups_.begin()) return {};
    const auto& [place, group] = *std::prev(behind);
    if (place.first != segment_id || position >= place.second + group.bytes) return {};
    return {group.buffer, group.buffer->bytes + (position - place.second)};
  }

 private:
  struct Group {
    std::uint64_t bytes;
    std::shared_ptr<env::Buffer> buffer;
  };
  const std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::map<std::pair<std::uint64_t, std::uint64_t>, Group> groups_;
};

}  // namespace weir::log::journal
