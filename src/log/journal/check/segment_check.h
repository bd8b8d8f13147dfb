// Verifies the groups of one segment, and compares the segment's index with them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "log/journal/check/checked.h"
#include "log/journal/group_judge.h"
#include "log/journal/segment.h"

namespace weir::log::journal {

// Checks one segment after another in the order of their ids, which is the order of writing.
class SegmentCheck {
 public:
  // `segment` is filled; its number among all segments is `number`. All must outlive the check.
  SegmentCheck(env::File& file, CheckedSegment& segment, std::size_t number,
               CheckProgress& progress);

  // `groups` are those that count, in order. `index` is null if the segment is not sealed. Adds to
  // `progress` what the segment holds and what is wrong with it. Blocks. Errors: unavailable.
  Result<void> run(const std::vector<JudgedGroup>& groups, const IndexSummary* index);

 private:
  // A place where something was that nobody can read.
  struct LostArea {
    std::uint64_t begin;
    std::uint64_t end;
    std::size_t finding;  // In progress_.findings.
  };

  // segment_check.cc: groups.
  void check_group(const JudgedGroup& judged);
  void add_loss(const JudgedGroup& judged);
  void check_block(const ScannedBlock& block);
  void check_records(const ScannedBlock& block);
  void check_state(const ScannedBlock& block);
  void keep_open_rows();

  // index_check.cc: the index.
  Result<void> compare_index(const IndexSummary& index);
  Result<void> compare_row(const IndexSummary& index, const IndexRow& row);
  void compare_extent(const IndexRow& row, const Extent& extent, std::uint64_t entry_position);
  void compare_states(const IndexSummary& index);
  void find_blocks_that_no_row_has(const IndexSummary& index);
  std::optional<std::size_t> find_block(std::uint64_t position) const;
  // The blocks that a row should name, as the groups tell; they count as named.
  std::vector<Extent> take_blocks_of(const IndexRow& row);

  Finding& add(FindingKind kind, std::uint64_t position, std::string what);
  void add_affected(Finding& finding, const LogRange& range);

  env::File& file_;
  CheckedSegment& segment_;
  const std::size_t number_;
  CheckProgress& progress_;
  std::vector<const ScannedBlock*> blocks_;  // Of entries, by position.
  std::vector<bool> indexed_;                // Those of them that the index names.
  std::vector<LostArea> lost_areas_;
  Segment rows_;  // As recovery would make it of the groups.
  std::unordered_map<LogId, std::uint32_t> last_rows_;
};

}  // namespace weir::log::journal
