// HashKey: where in the space of keys, [0, 2^128), a record belongs, and the ranges that shards
// own.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/uint128.h"

namespace weir::stream {

struct HashKey {
  uint128 value = 0;

  friend auto operator<=>(const HashKey&, const HashKey&) = default;
};

inline constexpr HashKey hash_key_max{~uint128{0}};

// The MD5 of the partition key's bytes as a big-endian number.
HashKey hash_key_of(std::string_view partition_key);

// An ExplicitHashKey: decimal digits below 2^128.
// Errors: invalid_argument with Amazon's text.
Result<HashKey> parse_explicit_hash_key(std::string_view decimal);

std::string to_decimal(HashKey key);

// A shard's part of the space. Both ends belong to it, as in Amazon's HashKeyRange.
struct HashRange {
  HashKey first;
  HashKey last;

  bool contains(HashKey key) const { return first <= key && key <= last; }
  friend auto operator<=>(const HashRange&, const HashRange&) = default;
};

// The ranges of a new stream's shards: each floor(2^128 / count) wide, except the last, which takes
// the rest. `count` is at least 1. Three shards: 0–1134…7484, 1134…7485–2268…4969,
// 2268…4970–3402…1455.
std::vector<HashRange> even_ranges(std::uint32_t count);

}  // namespace weir::stream
