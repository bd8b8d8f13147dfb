// Recovery: rebuilds a journal from its directory, as architecture.md 3.1 has it.
//
// Sealed segments are believed by their index. Of others every group is read, and the first bad one
// behind the last that is known durable is the torn tail: it and everything behind it is dead for
// ever, because each segment that was not sealed is sealed before anything new is written, and new
// groups go to a segment with a new generation and epoch. A bad group at or before the last durable
// one is damage: it is reported, and reads of what was in it fail.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "log/journal/group_judge.h"
#include "log/journal/journal_core.h"
#include "log/journal/segment_scan.h"

namespace weir::log::journal {

class Recovery {
 public:
  explicit Recovery(JournalCore& core) : core_(core) {}

  // Fills a core that is fresh. Blocks. Errors: those of Journal::open.
  Result<void> run();

 private:
  struct ByteRange {
    std::uint64_t position;
    std::uint64_t bytes;
  };
  struct Found {
    std::shared_ptr<Segment> segment;
    std::optional<IndexSummary> summary;  // Sealed.
    std::optional<SegmentScan> scan;      // Not sealed.
    bool index_damaged = false;           // Not sealed any more.
    std::vector<ByteRange> unproven;      // Groups that live, though nobody knows them durable.
  };
  // What is known of one log so far.
  struct Gathered {
    struct Row {
      Run run;
      WallTime last_arrival;
      bool ends_log;
    };
    std::vector<Row> rows;
    LogStateRow state;  // The maximum of all states.
    std::uint64_t state_segment = 0;
    std::uint64_t last_seen_group = 0;  // The newest group that says something of the log.
  };
  // Groups of which nobody knows which logs they held.
  struct Loss {
    std::uint64_t last_group = 0;  // The newest of them.
    std::uint64_t entries_max = 0;
    Found* segment = nullptr;
  };

  // recovery.cc: files.
  Result<void> load_segments();
  Result<void> load(std::uint64_t id);
  Result<void> load_unsealed(const std::shared_ptr<Segment>& segment, bool index_damaged);
  Result<void> seal_segments();
  Result<void> seal(Found& found);
  Result<void> open_active();
  Result<void> remove(const std::string& path);

  // recovery_judge.cc: which groups live (group_judge.h), and what was in them.
  Result<void> judge();
  Result<void> mend(Segment& segment, const ScannedGroup& group);
  void keep(Found& found, const JudgedGroup& judged);
  void damaged(Found& found, const JudgedGroup& judged);

  // recovery_logs.cc: what that makes of the logs.
  void gather();
  void gather_row(const std::shared_ptr<Segment>& segment, std::uint32_t row,
                  const IndexRow& index_row, std::uint64_t last_group);
  void gather_state(const Segment& segment, const LogStateRow& state);
  void skip_lost_offsets();
  void build_logs();
  void build_log(LogId id, Gathered& gathered);

  JournalCore& core_;
  std::vector<Found> found_;                      // By id.
  std::vector<std::shared_ptr<Segment>> unused_;  // Never written to, or nothing that lives.
  std::unordered_map<LogId, Gathered> gathered_;
  std::unordered_map<LogId, std::uint64_t> seen_in_;    // Unsealed: the newest group with the log.
  std::unordered_map<LogId, std::uint32_t> last_rows_;  // Of the segment being filled.
  Loss loss_;
  std::uint64_t epoch_max_ = 0;
  std::uint64_t group_max_ = 0;
  std::uint64_t id_max_ = 0;
};

}  // namespace weir::log::journal
