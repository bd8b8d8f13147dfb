// StreamDescription: everything durable about one stream. Immutable; a change makes a new one.
//
// The runtime side (log, throughput limit) is in stream.h.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/strong_id.h"
#include "base/time.h"
#include "log/record.h"
#include "stream/encryption.h"
#include "stream/hash_key.h"
#include "stream/shard_id.h"
#include "stream/stream_key.h"

namespace weir::stream {

// Counted from 1 over the life of the catalog; never used again, so that a stream made anew under
// an old name is another stream. Iterators carry it.
using StreamNumber = StrongId<struct StreamNumberTag, std::uint32_t>;

enum class StreamStatus : std::uint8_t { creating, active, updating, deleting };
enum class StreamMode : std::uint8_t { provisioned, on_demand };

// Who chooses a record's shard: the producer by its keys, or the service ("AUTO").
enum class DistributionStrategy : std::uint8_t { user_partition_key, automatic };

std::string_view status_text(StreamStatus status);                  // "CREATING".
std::string_view mode_text(StreamMode mode);                        // "PROVISIONED".
std::string_view distribution_text(DistributionStrategy strategy);  // "USER_PARTITION_KEY".

// How a shard ended: its log holds an end marker, and its children go on where it stopped.
struct ShardEnd {
  log::Offset offset;  // Of the end marker.
  // When: not before any of its records arrived. Both parents of a merge have the same.
  WallTime time;

  // The second in which its children count as created: a time is before it, or theirs.
  WallTime children_begin() const { return {(time.whole_seconds() + 1) * 1000}; }
  friend bool operator==(const ShardEnd&, const ShardEnd&) = default;
};

struct ShardDescription {
  ShardIndex index;
  std::int64_t creation_seconds = 0;  // Since 1970; in the sequence numbers of all its records.
  HashRange range;
  std::optional<ShardIndex> parent;           // After a split or a merge.
  std::optional<ShardIndex> adjacent_parent;  // After a merge: the one with the higher keys.
  std::optional<ShardEnd> end;                // None while it is open.

  bool is_open() const { return !end.has_value(); }
  bool is_child_of(ShardIndex shard) const { return parent == shard || adjacent_parent == shard; }
  friend bool operator==(const ShardDescription&, const ShardDescription&) = default;
};

struct Reshard;  // reshard.h

using Tags = std::vector<std::pair<std::string, std::string>>;  // Sorted by key.

inline constexpr std::uint32_t retention_hours_min = 24;     // And what a new stream has.
inline constexpr std::uint32_t retention_hours_max = 8'760;  // 365 days.
inline constexpr std::uint32_t record_kib_default = 1'024;   // MaxRecordSizeInKiB of a new stream.

// How many shards the load of a day (UTC) called for at its busiest.
struct DailyDemand {
  std::int64_t day = 0;  // Since 1970.
  std::uint32_t shards = 0;
  friend bool operator==(const DailyDemand&, const DailyDemand&) = default;
};

// A stream's load of this many days decides how many shards an on-demand stream keeps.
inline constexpr std::size_t demand_days = 30;

// What is particular to an on-demand stream. In a provisioned one everything is as in a new one.
struct OnDemand {
  std::uint32_t warm_mibps = 0;        // WarmThroughputMiBps; 0: none was asked for.
  std::vector<DailyDemand> demands{};  // Ascending, one for each day that had any; the last 30.
  WallTime scaled{};                   // When its shards were last changed for its load.
  friend bool operator==(const OnDemand&, const OnDemand&) = default;
};

// "arn:aws:kinesis:us-east-1:000000000000:stream/orders".
std::string arn_of(const StreamKey& key);

struct StreamDescription {
  StreamNumber number;
  StreamKey key;
  StreamStatus status = StreamStatus::creating;
  WallTime status_since;
  WallTime created;
  StreamMode mode = StreamMode::provisioned;
  std::uint32_t retention_hours = retention_hours_min;
  std::uint32_t record_kib_max = record_kib_default;  // Data and partition key of one record.
  Tags tags;
  // Records that arrived before this are gone whatever the retention period says now: they were too
  // old before it was increased.
  WallTime expired_before;
  // By index. Closed shards are in it until their last record has expired, so indexes may be
  // missing; the open ones cover the whole space of hash keys. Never null; shared by the
  // descriptions before and after a change that does not concern shards.
  std::shared_ptr<const std::vector<ShardDescription>> shards;
  // What an UPDATING stream is changing of its shards; null if it is not.
  std::shared_ptr<const Reshard> reshard;
  // When UpdateShardCount was last asked for, oldest first: at most as many as count in a day.
  std::vector<WallTime> count_updates;
  // The same of UpdateStreamMode.
  std::vector<WallTime> mode_updates{};
  std::uint8_t shard_level_metrics = 0;  // A bit for each, in the order of the API reference.
  DistributionStrategy distribution = DistributionStrategy::user_partition_key;
  OnDemand on_demand{};
  Encryption encryption{};

  // Null if there is none of that index (any more).
  const ShardDescription* find_shard(ShardIndex index) const;
  std::size_t open_shard_count() const;

  milliseconds retention() const { return std::chrono::hours(retention_hours); }
  std::string arn() const { return arn_of(key); }
};

// The log of a shard: the stream's number in the upper half, the shard's index in the lower. Log 0
// is the catalog's.
inline log::LogId log_id_of(StreamNumber stream, ShardIndex shard) {
  return {std::uint64_t{stream.value} << 32 | static_cast<std::uint32_t>(shard.value)};
}
inline constexpr log::LogId catalog_log_id{0};

}  // namespace weir::stream
