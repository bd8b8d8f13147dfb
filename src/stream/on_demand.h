// The rules by which an on-demand stream's shards follow its load, as far as Amazon publishes them:
//
// A stream can take double the busiest minute of its last 30 days. When a minute calls for more
// than it has, its shards double; a shard that takes more than half of what a shard may take is
// halved. Both happen at once, but at most once in 15 minutes: a load that grows faster than that
// is throttled. When nothing in 30 days called for so many, neighbours merge, down to 4 shards.
// Warm throughput is a floor of its own.
//
// Shards halve and merge by twos, so counts are powers of two times what the stream began with,
// except where single shards were hot. A stream of one hot key cannot be helped by halving: hot
// shards make at most twice as many as the load as a whole calls for.
//
// Pure functions; who measures and acts is on_demand_scaler.h.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "stream/command.h"
#include "stream/reshard.h"
#include "stream/stream_description.h"

namespace weir::stream {

inline constexpr std::uint32_t on_demand_shards_min = 4;       // And what a new stream has.
inline constexpr std::uint32_t on_demand_shards_max = 10'240;  // 10 GiB/s.
inline constexpr std::uint32_t warm_mibps_max = 10'240;        // One shard for each MiB/s.
inline constexpr milliseconds scaling_pause = std::chrono::minutes(15);

// What is written a second.
struct WriteRate {
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;
};

struct ShardLoad {
  ShardIndex shard;
  WriteRate rate;  // On average in the last minute.
};

// The count after as many doublings of `present` (at least 1) as reach `needed`.
std::uint32_t doubled_until(std::uint32_t present, std::uint32_t needed);

// How many shards the loads of the open shards call for, from those there are: at most double.
// `capacity` is what one shard takes.
std::uint32_t demanded_shards(const StreamDescription& stream, const std::vector<ShardLoad>& loads,
                              const WriteRate& capacity);

// How to change the shards now, if at all.
std::optional<commands::ScaleStream> scaling_of(const StreamDescription& stream,
                                                const std::vector<ShardLoad>& loads,
                                                const WriteRate& capacity, WallTime now);

// `which` become two each. Nothing if one of them is not there, closed, or too narrow.
std::optional<Reshard> halving_of(const std::vector<ShardDescription>& shards,
                                  const std::vector<ShardIndex>& which);

// The first step to the shards that the stream's warm throughput needs; nothing if it has them.
std::optional<Reshard> warming_step(const StreamDescription& stream);

inline std::int64_t day_of(WallTime time) { return time.whole_seconds() / 86'400; }

}  // namespace weir::stream
