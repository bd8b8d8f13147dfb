// What the check of a data directory finds in it: segments and logs.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "log/journal/check/findings.h"
#include "log/journal/segment_format.h"
#include "log/journal/segment_index.h"

namespace weir::log::journal {

enum class SegmentState : std::uint8_t { sealed, open, empty };

struct CheckedSegment {
  std::string path;
  SegmentHeader header;
  SegmentState state = SegmentState::empty;
  std::uint64_t first_group = 0;
  std::uint64_t last_group = 0;
  std::uint64_t group_count = 0;
  std::uint64_t record_count = 0;  // Also those that have been trimmed since.
  std::uint64_t file_bytes = 0;
  std::uint64_t data_end = page_bytes;  // Behind the last group.
};

// A run of a log's entries without gaps in one segment.
struct CheckedRun {
  IndexRow row;
  std::size_t segment = 0;
  // Where its blocks are; empty if the segment's index tells, and is right.
  std::vector<Extent> extents;
};

struct CheckedLog {
  Offset horizon;
  Offset tail;
  std::optional<Offset> end;       // Of the end marker.
  std::uint64_t record_count = 0;  // That can be read: not trimmed, not damaged, no end marker.
  std::uint64_t stored_bytes = 0;  // Of the runs that hold them, with headers.
  std::vector<LogRange> lost;      // That should be there, and cannot be read.
  std::vector<CheckedRun> runs;    // By offset, without overlaps: row.first and row.next are cut.
};

using CheckedLogs = std::map<LogId, CheckedLog>;

// Entries that a segment should hold, and that cannot be read from it.
struct Unreadable {
  LogRange range;
  std::size_t segment = 0;
};

// What all segments together say of the logs, in the order in which it was written.
struct CheckProgress {
  struct Log {
    Offset next;
    WallTime last_arrival;
    bool ended = false;
  };
  std::unordered_map<LogId, Log> logs;  // As of the group that was looked at last.
  std::vector<CheckedRun> runs;
  std::vector<LogStateRow> states;
  std::vector<Unreadable> unreadable;
  std::vector<Finding> findings;
};

}  // namespace weir::log::journal
