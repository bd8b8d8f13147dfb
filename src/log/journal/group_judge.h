// Which groups of segments that are not sealed live: the rules of architecture.md 3.1, the same for
// recovery, which acts on them, and for check, which tells of them. Pure.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "log/journal/segment_scan.h"

namespace weir::log::journal {

// What one segment contributes.
struct SegmentEvidence {
  std::uint64_t id = 0;
  std::uint64_t epoch = 0;
  std::uint64_t file_bytes = 0;
  // Sealed: every group up to the last one is durable, and nothing else is asked of it.
  std::uint64_t sealed_first_group = 0;
  std::uint64_t sealed_last_group = 0;
  // Not sealed: its groups, at least one of which has a header; must outlive the judgement.
  const SegmentScan* scan = nullptr;
  // It was sealed once, but its index is damaged. Segments behind it may have been given back, so
  // that only a neighbour by id proves anything about its end.
  bool was_sealed = false;
};

// The number of the first group that has a header; 0 if none has.
std::uint64_t first_group_number(const SegmentScan& scan);

// A group that counts. Groups that do not are dead: a torn one and all behind it.
struct JudgedGroup {
  std::size_t segment = 0;              // In the evidence.
  const ScannedGroup* group = nullptr;  // Null: durable groups are missing at the segment's end.
  std::uint64_t number = 0;             // Of a hole: at least this one was in it.
  std::uint64_t position = 0;           // In the file.
  std::uint64_t bytes = 0;
  bool damaged = false;      // It was durable once, and is not as it was.
  bool blocks_lost = false;  // Nobody can say what all was in it.
  bool unproven = false;     // Nothing says that it became durable, or was answered.
};

struct Judgement {
  std::vector<JudgedGroup> groups;  // In the order in which they were written.
  // By segment: where dead groups begin; none if all of them count.
  std::vector<std::optional<std::uint64_t>> dead_from;
};

// `damage_is_torn` is for a planted bug.
Judgement judge_groups(const std::vector<SegmentEvidence>& evidence, bool damage_is_torn = false);

}  // namespace weir::log::journal
