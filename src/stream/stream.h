// Stream and Shard: a stream as requests see it: its description and its data keys, and for each
// shard the log and the throughput limit.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "log/shard_log.h"
#include "stream/read_limit.h"
#include "stream/stream_description.h"
#include "stream/write_limit.h"

namespace weir::stream {

class DataKey;     // data_key.h
class StreamKeys;  // data_key.h

// One object for a shard's whole life in this process. Threads: any.
struct Shard {
  const ShardDescription description;
  const std::string id;  // "shardId-000000000003".
  const std::shared_ptr<log::ShardLog> log;
  WriteLimit write_limit;
  ReadLimit read_limit;
};

// The shards of a stream. Immutable, but for whose turn it is.
class ShardMap {
 public:
  explicit ShardMap(std::vector<std::shared_ptr<Shard>> shards);

  // The open shard that owns `key`. Open shards cover the whole space of keys.
  Shard& shard_for(HashKey key) const { return *shards_[open_[position_of(key)]]; }

  // The open shards in turn: for streams that distribute records by themselves.
  Shard& next_shard() const {
    return *shards_[open_[turn_.fetch_add(1, std::memory_order_relaxed) % open_.size()]];
  }

  // Null if there is no such shard, or none any more.
  std::shared_ptr<Shard> find(ShardIndex index) const;

  // By index, closed ones among them.
  const std::vector<std::shared_ptr<Shard>>& all() const { return shards_; }

 private:
  std::size_t position_of(HashKey key) const;

  std::vector<std::shared_ptr<Shard>> shards_;
  std::vector<HashKey> starts_;    // Of the ranges of open shards, ascending.
  std::vector<std::size_t> open_;  // The place in shards_ of the one that starts there.
  mutable std::atomic<std::uint32_t> turn_{0};
};

// Immutable; a change of the stream makes a new one that shares the shards. Hold the shared_ptr for
// as long as a request needs the stream or a shard of it. Threads: any.
struct Stream {
  std::shared_ptr<const StreamDescription> description;
  std::shared_ptr<const ShardMap> shards;
  std::shared_ptr<StreamKeys> keys;                 // Never null.
  std::shared_ptr<const DataKey> sealing_key = {};  // Null: new records are not encrypted.

  // Whether records may be put and read: not while CREATING.
  bool serves() const { return description->status != StreamStatus::creating; }
  // "KMS" if new records are encrypted, else nothing.
  std::optional<std::string_view> encryption_type() const {
    return sealing_key ? std::optional(kms_encryption) : std::nullopt;
  }
  // Whether the service chooses the shards of records, whatever their keys.
  bool distributes() const { return description->distribution == DistributionStrategy::automatic; }
};

using StreamPointer = std::shared_ptr<const Stream>;

}  // namespace weir::stream
