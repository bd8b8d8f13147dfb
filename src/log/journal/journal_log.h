// JournalLog: one log of the journal: what memory knows of it, and the calls of ShardLog, which it
// hands to the committer and the reader.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "log/journal/segment.h"
#include "log/shard_log.h"

namespace weir::log::journal {

struct JournalCore;

// A reader that sleeps until there is a record at or behind `from`.
struct Waiter {
  env::EventLoop* home;
  Offset from;
  Done<void> done;
};

// Guarded by JournalCore::mutex. tail, last_arrival and end change only when a group is published,
// so that who builds the next group, which happens after that, reads them without it.
struct LogState {
  Offset horizon;
  Offset tail;
  std::optional<Offset> end;
  WallTime last_arrival;
  bool removed = false;
  std::vector<Run> runs;            // In offset order, without overlaps; gaps are losses.
  std::uint64_t state_segment = 0;  // Which segment has its newest state; 0: none.
  std::vector<Waiter> waiters;

  bool has_entries() const { return tail > Offset{} && !removed; }

  // The run that holds `offset`, or null.
  const Run* find_run(Offset offset) const;

  // Adds [first, next) of a row at the tail: to the last run, or as a new one.
  void extend(const std::shared_ptr<Segment>& segment, std::uint32_t row, const BlockHeader& block);

  // Replaces what it knows of a block by a copy in another segment.
  void replace(std::uint64_t from_segment, const std::shared_ptr<Segment>& to, std::uint32_t row,
               const BlockHeader& block);

  // Drops the first `count` runs: nobody can read them any more.
  void drop_runs(std::size_t count);

  // Drops the runs below the horizon.
  void drop_trimmed();

  // Takes out those whom the present tail or end wakes, or all.
  std::vector<Waiter> take_waiters(bool all);
};

class JournalLog final : public ShardLog, public std::enable_shared_from_this<JournalLog> {
 public:
  JournalLog(JournalCore& core, LogId id) : core_(core), id_(id) {}

  void append(env::EventLoop& home, RecordBatch batch, Done<Appended> done) override;
  void end(env::EventLoop& home, Done<Offset> done) override;
  void read(env::EventLoop& home, Offset from, ReadLimits limits, Done<ReadBatch> done) override;
  void wait_for_records(env::EventLoop& home, Offset from, Done<void> done) override;
  void find(env::EventLoop& home, WallTime time, Done<Offset> done) override;
  void trim(env::EventLoop& home, Offset new_horizon, Done<void> done) override;
  Bounds bounds() const override;

  LogId id() const { return id_; }
  LogState& state() { return state_; }

  // Which blocks of the group being built are its records and its state; the driver's only.
  std::uint32_t group_slot = ~std::uint32_t{0};
  std::uint32_t state_slot = ~std::uint32_t{0};

 private:
  JournalCore& core_;
  const LogId id_;
  LogState state_;
};

}  // namespace weir::log::journal
