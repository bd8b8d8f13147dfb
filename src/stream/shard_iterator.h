// ShardIterator: a place in a shard, as the token that GetShardIterator and GetRecords hand out.
//
// All five types of iterator are resolved to an offset when they are made (starting_position.h):
// LATEST is the tail at that moment, so that what is put between the two calls is read.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "log/record.h"
#include "stream/shard_id.h"
#include "stream/stream_description.h"
#include "stream/token.h"

namespace weir::stream {

struct ShardIterator {
  StreamNumber stream;
  std::string stream_name;  // To answer by when the stream is gone.
  ShardIndex shard;
  log::Offset offset;  // Of the first record to read.

  friend bool operator==(const ShardIterator&, const ShardIterator&) = default;
};

// A token of 1 to 512 characters.
std::string seal_iterator(const TokenSealer& sealer, const ShardIterator& iterator, WallTime now);

// Errors: invalid_argument  `Invalid ShardIterator.`
//         expired           `Iterator expired. The iterator was created at time …`, more than
//                           token_lifetime after it was made.
Result<ShardIterator> open_iterator(const TokenSealer& sealer, std::string_view token,
                                    WallTime now);

}  // namespace weir::stream
