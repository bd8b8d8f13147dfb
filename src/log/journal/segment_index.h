// The index at the end of a sealed segment: which logs it holds, where, and what their states were.
//
// Three tables and a footer page, which is the last page of the file and is written when the tables
// are durable: a valid footer proves that the segment and its index are complete.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "env/file_system.h"
#include "log/journal/segment_format.h"

namespace weir::log::journal {

// Where one block of a log is.
struct Extent {
  Offset first;
  std::uint64_t position = 0;  // Of the block's header in the file.
  std::uint32_t count = 0;
  std::uint32_t bytes = 0;  // Header and payload.
  WallTime first_arrival;
  WallTime last_arrival;

  Offset next() const { return first + count; }
  friend bool operator==(const Extent&, const Extent&) = default;
};

// A run of a log's extents without gaps, in one segment.
struct IndexRow {
  LogId log;
  Offset first;
  Offset next;
  WallTime first_arrival;
  WallTime last_arrival;
  std::uint64_t bytes = 0;
  std::uint32_t extents_begin = 0;  // In the table of extents.
  std::uint32_t extents_count = 0;
  std::uint32_t extents_crc = 0;
  bool ends_log = false;

  friend bool operator==(const IndexRow&, const IndexRow&) = default;
};

struct IndexFooter {
  std::uint64_t segment_id = 0;
  std::uint64_t generation = 0;
  std::uint64_t epoch = 0;
  std::uint64_t first_group = 0;
  std::uint64_t last_group = 0;
  std::uint64_t data_end = 0;  // Behind the last group. Tables follow: extents, rows, states.
  std::uint64_t extents_count = 0;
  std::uint64_t rows_count = 0;
  std::uint64_t states_count = 0;
  std::uint32_t tables_crc = 0;  // Over rows and states.
};

inline constexpr std::size_t extent_bytes = 40;
inline constexpr std::size_t index_footer_bytes = 92;  // The rest of its page is zeros.
inline constexpr std::size_t row_bytes = 72;
inline constexpr std::size_t state_row_bytes = 40;

std::uint64_t extents_position(const IndexFooter& footer);
std::uint64_t rows_position(const IndexFooter& footer);

// What an index of so many items takes, footer included.
std::uint64_t index_bytes(std::uint64_t extents, std::uint64_t rows, std::uint64_t states);

// A segment's rows and states, without the extents.
struct IndexSummary {
  IndexFooter footer;
  std::vector<IndexRow> rows;
  std::vector<LogStateRow> states;
};

// The bytes of the tables; sets counts and checksums in `summary`.
std::vector<std::byte> encode_tables(IndexSummary& summary,
                                     std::vector<std::vector<Extent>> extents);

void encode(const IndexFooter& footer, std::byte* to);  // A whole page.
std::optional<IndexFooter> decode_index_footer(ByteView from);

// Reads the index of a file of `file_bytes`. Blocks.
// Errors: not_found    it has no valid footer: it is not sealed.
//         corrupt      it has one, but the tables fail their checksum.
//         unavailable  the disk failed.
Result<IndexSummary> read_index(env::File& file, std::uint64_t file_bytes);

// Reads the extents of one row. Blocks. Errors: corrupt, unavailable.
Result<std::vector<Extent>> read_extents(env::File& file, std::uint64_t data_end,
                                         std::uint32_t begin, std::uint32_t count,
                                         std::uint32_t crc);

}  // namespace weir::log::journal
