// SequenceNumber: Amazon's number of a record, and what is packed into it.
//
// A number of version 2, the only one that is made today, is 47 hexadecimal digits, printed in
// decimal (always 56 digits), most significant first:
//
//     2 CCCCCCCCC S IIIIIIIIIIIIIIII 00 TTTTTTTTT XXXXXXXX 2
//       |         | |                   |         shard index, 32 bits
//       |         | |                   seconds at which the record arrived
//       |         | sequence index, 64 bits, below 2^63
//       |         lowest digit of the shard index
//       seconds at which the shard was created
//
// The 00 is 01 in a ContinuationSequenceNumber, which belongs to no record: it lies behind the
// record of its index and before the next one, so that reading at it and after it is the same.
//
// So numbers grow with the index, and a child shard's numbers are greater than its parent's. Here
// the sequence index of a record is its offset in the log plus one: index 0 is the shard's starting
// number, which is smaller than that of any record.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "codec/decimal.h"
#include "log/record.h"
#include "stream/shard_id.h"

namespace weir::stream {

// The index in the ending number of a closed shard, greater than that of any record.
inline constexpr std::uint64_t sequence_index_max = 0x7fff'ffff'ffff'ffff;

// A number taken apart.
struct SequenceNumber {
  std::uint8_t version = 2;           // 0, 1 or 2.
  std::int64_t creation_seconds = 0;  // Of the shard, since 1970.
  ShardIndex shard;
  std::uint64_t sequence_index = 0;  // 0 in versions 0 and 1, which have none that we use.
  std::int64_t record_seconds = 0;   // Since 1970. 0 in version 0, which has none.
  bool is_behind_record = false;     // Of a ContinuationSequenceNumber.

  // The first offset whose record has this number or a greater one / a greater one.
  log::Offset offset_at() const {
    return {is_behind_record || sequence_index == 0 ? sequence_index : sequence_index - 1};
  }
  log::Offset offset_after() const { return {sequence_index}; }

  friend bool operator==(const SequenceNumber&, const SequenceNumber&) = default;
};

// The number of the record at `offset` of the shard that was created at `creation_seconds`.
SequenceNumber sequence_number_of(std::int64_t creation_seconds, ShardIndex shard,
                                  log::Offset offset, WallTime arrival);

// The SequenceNumberRange of a shard: where it starts, and where it ends once it is closed.
SequenceNumber starting_number(std::int64_t creation_seconds, ShardIndex shard);
SequenceNumber ending_number(std::int64_t creation_seconds, ShardIndex shard, WallTime closed);

// Where to read on when everything before `next` has been read.
SequenceNumber continuation_number(std::int64_t creation_seconds, ShardIndex shard,
                                   log::Offset next, WallTime time);

// The number as one integer, which compares as the service compares. Version 2 only.
codec::Uint192 pack(const SequenceNumber& number);

// The 56 digits. Version 2 only.
std::string to_decimal(const SequenceNumber& number);

// Parses decimal digits of version 0, 1 or 2. Errors: invalid_argument for what production calls
// invalid: not a number, out of the ranges of the versions, a time from the year 2477 on, an index
// of 2^63 and more, a version that does not exist. The message is for the log; callers have
// Amazon's text.
Result<SequenceNumber> parse_sequence_number(std::string_view decimal);

// Prints the numbers of one shard's records. Each after the first costs an addition in decimal if
// the offset follows the one before closely: GetRecords prints 10,000 of them.
class SequenceNumberPrinter {
 public:
  static constexpr std::size_t digits = 56;

  SequenceNumberPrinter(std::int64_t creation_seconds, ShardIndex shard);

  // Valid until the next call.
  std::string_view print(log::Offset offset, WallTime arrival);

 private:
  std::int64_t creation_seconds_;
  ShardIndex shard_;
  bool printed_ = false;  // Whether text_ is the number of last_*.
  log::Offset last_offset_;
  std::int64_t last_seconds_ = 0;
  char text_[digits];
};

}  // namespace weir::stream
