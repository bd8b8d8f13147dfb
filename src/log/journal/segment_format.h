// The bytes of a segment file: headers of segments, groups, blocks and entries, encoded and
// decoded. Pure functions; docs/log_format.md is the same in prose. All integers are little-endian.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "log/record.h"

namespace weir::log::journal {

inline constexpr std::uint32_t format_version = 1;
inline constexpr std::size_t page_bytes = 4096;  // Groups begin at multiples of it.
inline constexpr std::size_t group_header_bytes = 64;
inline constexpr std::size_t block_header_bytes = 64;
inline constexpr std::size_t entry_header_bytes = 16;
inline constexpr std::size_t state_payload_bytes = 32;

constexpr std::uint64_t round_up_to_page(std::uint64_t bytes) {
  return (bytes + page_bytes - 1) / page_bytes * page_bytes;
}

// The first page of a file.
struct SegmentHeader {
  std::uint64_t id = 0;
  std::uint64_t generation = 0;  // Random: nobody outside can forge a group of this segment.
  std::uint64_t epoch = 0;       // Of all its groups.
};

// A group: what was written and synced together.
struct GroupHeader {
  std::uint64_t segment_id = 0;
  std::uint64_t generation = 0;
  std::uint64_t epoch = 0;          // Grows with each start of the journal.
  std::uint64_t number = 0;         // Consecutive over all segments.
  std::uint64_t durable_up_to = 0;  // The newest group known durable when this one was written.
  std::uint64_t bytes = 0;          // Header and blocks, without padding.
  std::uint32_t block_count = 0;
  std::uint32_t body_crc = 0;  // Over everything behind the header.
};

enum class BlockKind : std::uint8_t {
  records = 1,
  state = 2,      // What a log's horizon, tail, arrival and end are.
  relocated = 3,  // Records copied from another segment, with their old offsets and arrivals.
};

// A block: what a group holds of one log.
struct BlockHeader {
  LogId log;
  BlockKind kind = BlockKind::records;
  bool ends_log = false;  // The last entry is the end marker.
  Offset first;
  std::uint32_t count = 0;          // Entries.
  std::uint32_t payload_bytes = 0;  // Behind this header.
  std::uint32_t payload_crc = 0;
  WallTime first_arrival;
  WallTime last_arrival;

  std::size_t bytes() const { return block_header_bytes + payload_bytes; }
  friend bool operator==(const BlockHeader&, const BlockHeader&) = default;
};

enum class EntryKind : std::uint8_t { record = 0, end_marker = 1 };

struct EntryHeader {
  std::uint32_t data_bytes = 0;
  std::uint16_t key_bytes = 0;
  EntryKind kind = EntryKind::record;
  WallTime arrival;

  std::size_t bytes() const { return entry_header_bytes + key_bytes + data_bytes; }
};

// All there is to know of a log besides its records. Every member only ever grows, so that of
// several states of a log the maximum of each member is true.
struct LogStateRow {
  LogId log;
  Offset horizon;
  Offset tail;
  WallTime last_arrival;
  std::optional<Offset> end;

  friend bool operator==(const LogStateRow&, const LogStateRow&) = default;
};

// A log of this id holds what is known of logs that are new: from which offset on they begin.
inline constexpr LogId new_logs_id{~std::uint64_t{0}};

// Each encoder writes at `to` and computes the checksums of headers itself; a decoder answers
// nothing when magic or checksum is wrong or `from` is too short.
void encode(const SegmentHeader& header, std::byte* to);  // A whole page.
std::optional<SegmentHeader> decode_segment_header(ByteView from);
// The format version that a segment header tells, 0 if it is damaged or none. In all formats to
// come the magic, the version and the checksum stay where they are.
std::uint32_t segment_format_version(ByteView from);

void encode(const GroupHeader& header, std::byte* to);
std::optional<GroupHeader> decode_group_header(ByteView from);

void encode(const BlockHeader& header, std::byte* to);
std::optional<BlockHeader> decode_block_header(ByteView from);

// A header of a group or block that is one bit away from what was written. The checksum tells which
// bit: CRC-32C keeps any two headers of this size at least six bits apart (Koopman, "32-bit cyclic
// redundancy codes for Internet applications", 2002), so up to four flipped bits are never taken
// for another one.
template <typename Header>
struct Mended {
  Header header;       // As it was written.
  std::size_t at = 0;  // The byte with the flipped bit, in the header.
  std::byte right{};   // What that byte was.
};

// Nothing if the header is whole, or further away than that.
std::optional<Mended<GroupHeader>> mend_group_header(ByteView from);
std::optional<Mended<BlockHeader>> mend_block_header(ByteView from);

void encode(const EntryHeader& header, std::byte* to);
// Also answers nothing when key and data would not fit into `from`.
std::optional<EntryHeader> decode_entry_header(ByteView from);

void encode_state(const LogStateRow& row, std::byte* to);
LogStateRow decode_state(LogId log, const std::byte* from);

}  // namespace weir::log::journal
