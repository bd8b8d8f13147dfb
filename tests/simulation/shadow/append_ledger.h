// AppendLedger: every append of a run, to whichever log, and what is known of it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/check.h"
#include "log/record.h"

namespace weir::simulation {

enum class AppendState : std::uint8_t {
  pending,       // Not answered yet.
  acknowledged,  // All of it is there for ever.
  refused,       // Answered with an error that says that nothing was written.
  unknown,       // Answered with unavailable, or never, because the process ended.
  settled,       // Was unknown; a look after a restart has shown what there is of it for ever.
};

struct AppendEntry {
  log::LogId log;
  std::size_t loop = 0;
  std::uint64_t life = 0;            // Of the process that was asked.
  std::vector<std::uint32_t> sizes;  // Of the records' data.
  AppendState state = AppendState::pending;
  // Where its records are, as far as they have been seen or acknowledged.
  std::vector<std::optional<log::Offset>> places;
  log::Offset not_before;  // What was durable when it was submitted ends here.
  // By its answer, if one came: too much waited, or the disk was full.
  bool may_be_refused = false;
  WallTime wall_clock_lowest;  // Since it was submitted, until it was answered.
};

class AppendLedger {
 public:
  // `pending_bytes_max`: beyond it the log refuses appends.
  explicit AppendLedger(std::size_t pending_bytes_max) : pending_bytes_max_(pending_bytes_max) {}

  // The number of the new entry. Numbers grow in order of submission, over all loops.
  std::uint64_t add(AppendEntry entry) {
    entry.places.resize(entry.sizes.size());
    pending_bytes_ += bytes_of(entry);
    entry.may_be_refused = disk_was_full_ || pending_bytes_ + own_bytes_max > pending_bytes_max_;
    entries_.push_back(std::move(entry));
    return entries_.size() - 1;
  }

  // An append that was pending is not any more.
  void conclude(std::uint64_t number, AppendState state) {
    AppendEntry& entry = at(number);
    CHECK(entry.state == AppendState::pending, "append {} is answered twice", number);
    entry.state = state;
    pending_bytes_ -= bytes_of(entry);
  }

  void disk_filled() {
    disk_was_full_ = true;
    for (AppendEntry& entry : entries_) {
      if (entry.state == AppendState::pending) entry.may_be_refused = true;
    }
  }

  // What was pending has an unknown outcome.
  void process_ended(bool disk_is_full) {
    for (std::uint64_t number = 0; number < entries_.size(); ++number) {
      if (entries_[number].state == AppendState::pending) conclude(number, AppendState::unknown);
    }
    disk_was_full_ = disk_is_full;
  }

  std::size_t size() const { return entries_.size(); }

  AppendEntry& at(std::uint64_t number) {
    CHECK(number < entries_.size(), "append {} of {}", number, entries_.size());
    return entries_[number];
  }

  void wall_clock_set_to(WallTime time) {
    for (AppendEntry& entry : entries_) {
      if (entry.state == AppendState::pending && time < entry.wall_clock_lowest) {
        entry.wall_clock_lowest = time;
      }
    }
  }

 private:
  // What the log writes for itself: relocations of up to 1 MiB, and states.
  static constexpr std::size_t own_bytes_max = 2u << 20;
  // Beside its data: header and partition key.
  static constexpr std::size_t record_overhead_bytes = 400;

  static std::size_t bytes_of(const AppendEntry& entry) {
    std::size_t bytes = 0;
    for (const std::uint32_t size : entry.sizes) bytes += size + record_overhead_bytes;
    return bytes;
  }

  const std::size_t pending_bytes_max_;
  std::vector<AppendEntry> entries_;
  std::size_t pending_bytes_ = 0;
  bool disk_was_full_ = false;  // In this life of the process.
};

}  // namespace weir::simulation
