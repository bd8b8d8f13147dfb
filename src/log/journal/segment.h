// Segment: one file of the journal and what memory knows of it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "env/file_system.h"
#include "log/journal/segment_index.h"

namespace weir::log::journal {

// A row of a segment that is not sealed: its extents are in memory.
struct OpenRow {
  IndexRow row;
  std::vector<Extent> extents;
};

// A row of a sealed segment: its extents are in the file.
struct SealedRow {
  LogId log;
  std::uint32_t extents_begin = 0;
  std::uint32_t extents_count = 0;
  std::uint32_t extents_crc = 0;
};

// Guarded by JournalCore::mutex, apart from what is const and from open_rows and states of a
// segment that takes no more groups, which the sealer reads without it.
struct Segment {
  Segment(const SegmentHeader& segment_header, std::string segment_path, std::uint64_t size)
      : header(segment_header), path(std::move(segment_path)), file_bytes(size) {}

  const SegmentHeader header;
  const std::string path;
  std::uint64_t file_bytes;

  std::shared_ptr<env::File> file;  // Kept open while groups are written; else empty at times.
  bool sealed = false;
  bool pinned = false;  // Damaged: it cannot be rewritten, only expire.
  std::uint64_t first_group = 0;
  std::uint64_t last_group = 0;
  std::uint64_t data_end = page_bytes;  // Where the next group goes.
  std::uint64_t extents_count = 0;
  std::vector<OpenRow> open_rows;                 // Until sealed.
  std::vector<SealedRow> sealed_rows;             // Since; the same rows at the same indexes.
  std::unordered_map<LogId, LogStateRow> states;  // Until sealed.
  std::vector<LogId> state_logs;                  // Since.
  std::size_t live_runs = 0;                      // How many runs of logs refer to it.
  std::uint64_t live_bytes = 0;

  std::size_t row_count() const { return sealed ? sealed_rows.size() : open_rows.size(); }

  // What the index takes when so many items more are in it.
  std::uint64_t index_bytes_with(std::size_t extents, std::size_t rows,
                                 std::size_t states_more) const {
    return index_bytes(extents_count + extents, open_rows.size() + rows,
                       states.size() + states_more);
  }

  // Adds a block of records to the row `hint` if it continues that, else to a new row; the row's
  // index.
  std::uint32_t add_extent(const BlockHeader& block, std::uint64_t position,
                           std::optional<std::uint32_t> hint);

  // The index of the last extent that begins at or before `offset`; their number if none does.
  static std::size_t find_extent(const std::vector<Extent>& extents, Offset offset);
};

// A run of a log's records without gaps in one segment: [first, next) of a row, which may hold
// more.
struct Run {
  Offset first;
  Offset next;
  WallTime first_arrival;
  std::shared_ptr<Segment> segment;
  std::uint32_t row = 0;
  std::uint64_t bytes = 0;
};

}  // namespace weir::log::journal
