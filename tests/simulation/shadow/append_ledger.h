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
  log::Offset not_before;      // What was durable when it was submitted ends here.
  WallTime wall_clock_lowest;  // Since it was submitted, until it was answered.
};

class AppendLedger {
 public:
  // The number of the new entry. Numbers grow in order of submission, over all loops.
  std::uint64_t add(AppendEntry entry) {
    entry.places.resize(entry.sizes.size());
    entries_.push_back(std::move(entry));
    return entries_.size() - 1;
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
  std::vector<AppendEntry> entries_;
};

}  // namespace weir::simulation
