// What the check of a data directory finds wrong with it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "log/record.h"

namespace weir::log::journal {

enum class FindingKind : std::uint8_t {
  segment_header,  // A file's first page. What is in the file is still known.
  group,           // A group that nobody can read: what was in it is lost.
  block,           // What a group holds of one log.
  index,           // The index of a sealed segment, or what it says of the groups.
  missing_groups,  // Groups that must have been there, and are not.
  order,           // Numbers, offsets or times that go back: written wrongly, not damaged since.
  lost_records,    // Offsets that no segment has.
  unreadable,      // The disk does not give the bytes.
  torn_tail,       // What was being written when the power went. Nobody was told it was durable.
  unfinished,      // A file that was being made. The next start removes it.
};

std::string_view name_of(FindingKind kind);  // "torn tail".

// Whether something is wrong; if not, it is what a power cut or a kill may leave.
bool is_damage(FindingKind kind);

// Entries [first, next) of a log.
struct LogRange {
  LogId log;
  Offset first;
  Offset next;

  friend bool operator==(const LogRange&, const LogRange&) = default;
};

// Adds `range`, to the last one if it continues that.
void add_range(std::vector<LogRange>& ranges, const LogRange& range);

struct Finding {
  FindingKind kind;
  std::string file;                       // Its path; of lost records, the directory's.
  std::optional<std::uint64_t> position;  // In the file, in bytes.
  std::string what;                       // One sentence, for people.
  std::vector<LogRange> affected;         // Entries that cannot be read for it.
  bool affects_unknown = false;           // There may be more, and nobody can say of which logs.
};

}  // namespace weir::log::journal
