// Reshard: a change of a stream's shards that is under way: which end, and which begin where they
// stopped.
//
// Splitting and merging go in two steps, so that no record is lost or doubled between a shard and
// its children: the catalog says what is going to close (a Reshard in the stream's description),
// the logs of those shards end, and only then, knowing where, the catalog opens the children. A
// record that comes in between was written behind its shard's end marker, so it was not written; it
// goes to a child.
//
// UpdateShardCount is a row of such changes, each a set of splits in two or of merges of two, so
// that every shard has the parents that Amazon's clients expect.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "stream/stream_description.h"

namespace weir::stream {

// A shard that is going to be. Its index follows when it begins.
struct NewShard {
  HashRange range;
  ShardIndex parent;
  std::optional<ShardIndex> adjacent_parent;

  friend bool operator==(const NewShard&, const NewShard&) = default;
};

struct Reshard {
  std::vector<ShardIndex> closing;  // Ascending.
  std::vector<NewShard> opening;    // In the order of the indexes they will get.
  // Of UpdateShardCount: when this change is done, others follow until the open shards are so many
  // even ranges. 0: this is all.
  std::uint32_t target_count = 0;

  friend bool operator==(const Reshard&, const Reshard&) = default;
};

// One shard becomes two: [first, `second_start` - 1] and [`second_start`, last].
Reshard split_of(const ShardDescription& shard, HashKey second_start);

// Two neighbours become one; `upper` has the higher keys.
Reshard merge_of(const ShardDescription& lower, const ShardDescription& upper);

// Whether the open shards among `shards` together own each hash key once.
bool covers_all_keys(const std::vector<ShardDescription>& shards);

// The next step from the open shards among `shards` to `count` even ranges: splits while a shard
// reaches over a border, then merges. Nothing if they are there already. A border that lies within
// rounding of a shard's own is that one, so that 3 shards to 6 are three splits and no more.
std::optional<Reshard> next_step(const std::vector<ShardDescription>& shards, std::uint32_t count);

}  // namespace weir::stream
