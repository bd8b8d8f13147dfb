// Reads the groups of a segment file, damaged or not, in the order in which they stand in it.
// Judges nothing: what a damaged group means is for recovery.h and check.h to say.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "env/file_system.h"
#include "log/journal/segment_format.h"

namespace weir::log::journal {

struct ScannedBlock {
  BlockHeader header;
  std::uint64_t position = 0;        // In the file.
  bool intact = true;                // The payload has its checksum.
  bool consistent = true;            // And is what the header says; only asked if it is intact.
  std::optional<LogStateRow> state;  // Of an intact state.
};

// A byte of a header in which one bit is flipped. The scan goes on as if it were right.
struct MendedByte {
  std::uint64_t position = 0;  // In the file.
  std::byte right{};
  std::uint64_t header = 0;  // Where the header begins.
};

// A group, or a place where one must be but cannot be read.
struct ScannedGroup {
  std::uint64_t position = 0;
  std::uint64_t bytes = 0;            // Up to the next group, padding included.
  std::optional<GroupHeader> header;  // None: not even that can be read.
  bool intact = true;                 // All checksums are right, once the bits below are.
  bool blocks_lost = false;           // From some block on, nobody knows what was in it.
  std::vector<ScannedBlock> blocks;   // Those whose headers are intact, or mended.
  std::vector<MendedByte> mended;
};

struct SegmentScan {
  std::vector<ScannedGroup> groups;
  std::uint64_t data_end = page_bytes;  // Behind the last group that has a header.
  // Whether there is anything but zeros behind that.
  bool trailing_bytes = false;
};

// Scans up to `bytes` of the file. Only groups of the segment and generation of `header` count.
// Groups behind a damaged one are found by trying each page. Blocks. Errors: unavailable.
// `any_generation` is for a planted bug.
Result<SegmentScan> scan_segment(env::File& file, const SegmentHeader& header, std::uint64_t bytes,
                                 bool any_generation = false);

// Makes a header for a file whose own is damaged, from its first readable group. Errors: not_found:
// it has none.
Result<SegmentHeader> guess_segment_header(env::File& file, std::uint64_t id, std::uint64_t bytes);

}  // namespace weir::log::journal
