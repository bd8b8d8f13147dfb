// The errors that speak of streams and shards, in Amazon's words. Texts marked "own" are ours,
// because Amazon's is not known.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "stream/consumer.h"
#include "stream/shard_id.h"
#include "stream/stream_description.h"

namespace weir::stream {

using Failure = std::unexpected<Error>;

// `Stream S under account A not found.`
Failure stream_not_found(const StreamKeyView& key);
// `Stream S under account A already exists.`
Failure stream_exists(const StreamKeyView& key);
// `Stream S under account A not ACTIVE, instead in state UPDATING`
Failure stream_not_active(const StreamKeyView& key, StreamStatus status);
// `Shard shardId-000000000005 in stream S under account A does not exist`: also when it is the
// stream that does not exist.
Failure shard_does_not_exist(const StreamKeyView& key, ShardIndex shard);
// `Could not find shard X in stream S under account A.`: for an id that means no shard.
Failure shard_not_found(const StreamKeyView& key, std::string_view shard_id);
// `Failed to add tags to stream S under account A because a given stream cannot have more than 10
// tags associated with it.` Production says 10 still, although 50 are allowed by now.
Failure too_many_tags(const StreamKeyView& key);
// Own, after the model of that.
Failure too_many_consumer_tags(const StreamKeyView& key, std::string_view consumer);
// `Rate exceeded for shard shardId-000000000000 in stream S under account A.`
Failure rate_exceeded(const StreamKeyView& key, std::string_view shard_id);
// Own.
Failure stream_has_consumers(const StreamKeyView& key);
// `Consumer C, account A not found.`
Failure consumer_not_found(const StreamKeyView& key, std::string_view consumer);
// Own.
Failure consumer_exists(const StreamKeyView& key, std::string_view consumer);
Failure too_many_consumers(const StreamKeyView& key, std::uint32_t consumers_max);
Failure too_many_consumers_creating(std::uint32_t creating_max);
// `Consumer C with creation timestamp T under stream: S , account A is not in ACTIVE status.`
Failure consumer_not_active(const Consumer& consumer);

}  // namespace weir::stream
