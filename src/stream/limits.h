// Limits: what is allowed to whom. Amazon's by default; a server, an account or a stream can have
// others. What is fixed for a stream counts before what is fixed for its account, and that before
// the server's.
//
// Immutable once the server runs. Threads: any.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "stream/read_limit.h"
#include "stream/stream_key.h"
#include "stream/write_limit.h"

namespace weir::stream {

// Of each shard of a stream.
struct ShardLimits {
  WriteLimitSettings write;
  ReadLimitSettings read;

  friend bool operator==(const ShardLimits&, const ShardLimits&) = default;
};

// Of an account in each region. 0 lifts a limit.
struct AccountLimits {
  std::uint64_t shards_max = 20'000;  // Open ones of provisioned streams; as in large regions.
  std::uint64_t on_demand_streams_max = 50;
  std::uint32_t transitions_max = 5;            // Streams CREATING or DELETING at once.
  std::uint32_t stream_shards_max = 10'000;     // That UpdateShardCount gives one stream.
  std::uint32_t count_updates_a_day = 10;       // UpdateShardCount, for a stream, in any 24 hours.
  std::uint32_t mode_updates_a_day = 2;         // UpdateStreamMode, likewise.
  std::uint32_t encryption_changes_a_day = 25;  // StartStreamEncryption; StopStreamEncryption too.
  std::uint32_t tags_max = 50;                  // Of a stream.
  bool count_steps_are_limited = true;          // UpdateShardCount: at most double, at least half.

  friend bool operator==(const AccountLimits&, const AccountLimits&) = default;
};

struct Limits {
  ShardLimits shard;
  AccountLimits account;
  std::map<std::string, ShardLimits, std::less<>> account_shards;   // By account id.
  std::map<std::string, AccountLimits, std::less<>> accounts;       // By account id.
  std::map<std::string, ShardLimits, std::less<>> streams_by_name;  // In any account and region.
  std::map<StreamKey, ShardLimits, std::less<>> streams;            // Counts before the name alone.

  const ShardLimits& of_stream(const StreamKeyView& key) const;
  const AccountLimits& of_account(std::string_view account_id) const;
};

}  // namespace weir::stream
