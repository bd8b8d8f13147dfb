// LogShadow: what one log must hold, may hold and must not hold, by the contract of log/shard_log.h
// alone. Every answer of the log is shown to it, and it reports what contradicts.
//
// What was acknowledged, and what a reader has seen, is known: it must be there from then on, at
// its offset, unchanged. What was asked for and not answered, or answered with unavailable, may be
// there: of each loop's appends a first part, in order. After a restart everything is looked at;
// what is not there then must never appear any more.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/result.h"
#include "log/shard_log.h"
#include "shadow/append_ledger.h"
#include "shadow/damage.h"
#include "shadow/sealed_records.h"
#include "workload/record_contents.h"
#include "world/findings.h"

namespace weir::simulation {

class LogShadow {
 public:
  // All must outlive it.
  LogShadow(log::LogId id, AppendLedger& ledger, const RecordContents& contents, Findings& findings)
      : id_(id), ledger_(ledger), contents_(contents), findings_(findings) {}

  log::LogId id() const { return id_; }

  // -- Appends --------------------------------------------------------------

  std::uint64_t begin_append(std::size_t loop, std::uint64_t life, std::vector<std::uint32_t> sizes,
                             WallTime wall_clock);
  // `wall_clock_highest`: of the run so far.
  void end_append(std::uint64_t append, const Result<log::Appended>& answer,
                  WallTime wall_clock_highest);

  // -- The end marker -------------------------------------------------------

  void begin_end() { ++ends_under_way_; }
  void end_end(const Result<log::Offset>& answer);

  // -- Trimming -------------------------------------------------------------

  // What was known when the log was asked to trim.
  struct TrimQuestion {
    log::Offset horizon;
    log::Offset tail;
  };
  TrimQuestion begin_trim(log::Offset horizon);
  // `tail_after`: the log's tail when it answered.
  void end_trim(const TrimQuestion& question, const Result<void>& answer, log::Offset tail_after);

  // Records that arrived before this may be trimmed from now on, by retention.
  void let_expire_before(WallTime time) { expirable_before_ = std::max(expirable_before_, time); }

  // -- Reading --------------------------------------------------------------

  struct ReadQuestion {
    log::Offset from;
    log::ReadLimits limits;
    std::uint64_t asked_at;
    log::Offset horizon;
  };
  ReadQuestion ask_read(log::Offset from, const log::ReadLimits& limits) {
    return {from, limits, now_, horizon_certain_};
  }
  void check_read(const ReadQuestion& question, const Result<log::ReadBatch>& answer);

  struct FindQuestion {
    WallTime time;
    std::uint64_t asked_at;
    log::Offset horizon;
  };
  FindQuestion ask_find(WallTime time) const { return {time, now_, horizon_certain_}; }
  void check_find(const FindQuestion& question, const Result<log::Offset>& answer);

  void check_bounds(const log::Bounds& bounds);

  // -- Removal --------------------------------------------------------------

  // From here on the log may be gone, or is: its contents are checked, not that they are there.
  void set_removal_possible(bool possible) { removal_possible_ = possible; }
  bool may_be_removed() const { return removal_possible_; }

  // -- Encryption -----------------------------------------------------------

  SealedRecords& sealed_records() { return sealed_records_; }

  // -- Damage ---------------------------------------------------------------

  // Reads may fail with corrupt where it is, and nowhere else.
  Damage& damage() { return damage_; }

  // -- Restarts -------------------------------------------------------------

  // The process has ended; what was under way has an unknown outcome.
  void process_ended();

  // Everything there is has been read since the restart, and the bounds are these: what was unknown
  // is settled.
  void settle(const log::Bounds& bounds);

  // -- What is known, for choosing where to read ------------------------------

  bool has_entries() const { return !known_.empty() || end_.has_value(); }
  log::Offset tail() const { return tail_; }
  log::Offset horizon() const { return horizon_certain_; }
  std::optional<log::Offset> end() const { return end_; }
  // Whether something at or behind `from` is certain to be there, or the end is.
  bool must_wake_reader_at(log::Offset from) const;
  // The first known record at or behind `offset`.
  std::optional<log::Offset> next_known(log::Offset offset) const;
  // The arrival of the known record at or behind `offset`.
  std::optional<WallTime> arrival_near(log::Offset offset) const;

 private:
  struct Known {
    RecordName name;
    WallTime arrival;
    std::uint64_t since;  // When it became known, on now_.
  };
  using KnownRecords = std::map<log::Offset, Known>;

  bool may_be_trimmed(log::Offset offset, const Known& record) const;
  // Whether the horizon may be at `offset` or behind it.
  bool may_be_trimmed_to(log::Offset offset) const;
  void place(const RecordName& name, log::Offset offset, WallTime arrival);
  void check_order_around(KnownRecords::const_iterator placed);
  void check_arrival_of(const AppendEntry& entry, std::uint64_t append, WallTime arrival,
                        WallTime wall_clock_highest);
  void found_end_at(log::Offset offset);
  // Encrypted or not.
  void check_record(const log::StoredRecord& stored);
  void check_ended(const ReadQuestion& question, log::Offset next);
  void check_limits(const ReadQuestion& question, const log::ReadBatch& batch);
  // Nothing known in [from, until) may be missing in `records`.
  void check_nothing_missing(const ReadQuestion& question, const log::ReadBatch& batch);
  void check_read_error(const Error& error, log::Offset from);
  void check_find_error(const Error& error);
  bool may_fail(const Error& error, log::Offset from) const;
  void check_prefixes();
  void check_no_gaps(const log::Bounds& bounds);

  const log::LogId id_;
  AppendLedger& ledger_;
  const RecordContents& contents_;
  Findings& findings_;

  std::uint64_t now_ = 0;                 // Counts what became known.
  KnownRecords known_;                    // Trimmed ones too: offsets are never used again.
  std::vector<std::uint64_t> unsettled_;  // Appends that are neither acknowledged nor refused.
  log::Offset tail_;                      // Everything below is known to be durable.
  WallTime last_arrival_;
  std::optional<log::Offset> end_;
  int ends_under_way_ = 0;  // Asked for, and not refused.
  log::Offset horizon_certain_;
  log::Offset horizon_possible_;  // Of answered trims and of restarts.
  std::multiset<log::Offset> trims_under_way_;
  log::Offset horizon_seen_;  // In this life of the process.
  WallTime expirable_before_;
  bool removal_possible_ = false;
  Damage damage_;
  SealedRecords sealed_records_;
};

}  // namespace weir::simulation
