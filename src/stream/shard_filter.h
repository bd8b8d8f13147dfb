// ShardFilter: which shards of a stream ListShards shows.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "stream/stream_description.h"

namespace weir::stream {

enum class ShardFilterType : std::uint8_t {
  after_shard_id,     // Needs `after`.
  at_trim_horizon,    // Open at the oldest moment within retention.
  from_trim_horizon,  // Open then or since: every shard that still has data. The default.
  at_latest,          // Open now.
  at_timestamp,       // Open at `time`, or still.
  from_timestamp,     // Open at `time` or since.
};

constexpr ShardFilterType last_of(ShardFilterType) { return ShardFilterType::from_timestamp; }

struct ShardFilter {
  ShardFilterType type = ShardFilterType::from_trim_horizon;
  ShardIndex after;  // For after_shard_id.
  WallTime time;     // For the types with a timestamp.

  friend bool operator==(const ShardFilter&, const ShardFilter&) = default;
};

struct ShardPage {
  std::vector<ShardDescription> shards;  // By index.
  bool more = false;
};

// At most `count` shards that pass `filter`, from the first with an index above `after` on. The
// shards that pass a filter with AT_ own each hash key once; a time before the trim horizon counts
// as the trim horizon.
ShardPage select_shards(const StreamDescription& stream, const std::optional<ShardFilter>& filter,
                        std::optional<ShardIndex> after, std::size_t count, WallTime now);

}  // namespace weir::stream
