// ShardIndex: the number of a shard within its stream, and its text, "shardId-000000000003".
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/strong_id.h"

namespace weir::stream {

// Counted from 0 in order of creation over the stream's whole life; never used again. Negative only
// in sequence numbers that somebody made up, which are quoted in error texts.
using ShardIndex = StrongId<struct ShardIndexTag, std::int32_t>;

// "shardId-" and the index in at least 12 characters: shardId-000000000003, shardId--02147483648.
std::string shard_id_text(ShardIndex index);

// As production parses it: what follows the first '-' (or all of it, if there is none) must be
// digits that make 0 to 2147483647. "foo-0", "shard-0" and "00000" all mean shardId-000000000000.
std::optional<ShardIndex> parse_shard_id(std::string_view text);

}  // namespace weir::stream
