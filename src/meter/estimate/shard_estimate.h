// How many shards a load needs, by Amazon's formula: the largest of what written bytes, written
// records and read bytes need, each divided by what a shard takes and rounded up.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace weir::meter {

// What a shard takes: 1 MiB and 1,000 records written a second, 2 MiB read by all consumers
// without enhanced fan-out together.
inline constexpr double shard_write_bytes = 1 << 20;
inline constexpr double shard_write_records = 1'000;
inline constexpr double shard_read_bytes = 2 << 20;

// What somebody plans.
struct Sizing {
  double record_kib = 0;  // On average, partition key included; up to 10,240.
  double records_per_second = 0;
  std::uint32_t consumers = 1;          // That share the shards' reads.
  std::uint32_t fan_out_consumers = 0;  // Each with reads of its own.
};

// Per second.
struct StreamLoad {
  double write_bytes = 0;
  double write_records = 0;
  double read_bytes = 0;  // By all consumers without enhanced fan-out.
};

// Errors: invalid_argument  a number that cannot be.
Result<StreamLoad> load_of(const Sizing& sizing);

struct Need {
  std::string_view name;  // "written bytes"
  std::string_view key;   // "write_bytes"
  double load = 0;        // Per second, headroom not counted.
  double shard_takes = 0;
  std::uint64_t shards = 0;
};

struct ShardEstimate {
  std::array<Need, 3> needs;
  std::size_t decider = 0;   // Index of the need that decides; the first of equals.
  std::uint64_t shards = 1;  // At least one.
  double headroom = 0;       // 0.25: a quarter more than the load.
};

ShardEstimate estimate_shards(const StreamLoad& load, double headroom);

}  // namespace weir::meter
