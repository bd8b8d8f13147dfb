// WindowLog: the points of all series, an hour after the other, of one resolution.
//
// A window is a list of contents followed by packs of series, so that whoever reads one series
// reads two records an hour:
//
//     contents (hour, first series of each pack) | pack | pack | … | contents of a later hour | …
//
// Hours come in ascending order. The same hour may come twice, one after the other: the process was
// killed before it knew that the first was whole, and the later one counts.
//
// Threads: any loop may read; one writes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/done.h"
#include "env/event_loop.h"
#include "log/shard_log.h"
#include "monitoring/points.h"

namespace weir::monitoring {

// By hour.
using Windows = std::map<std::int64_t, Points>;

class WindowLog {
 public:
  explicit WindowLog(std::shared_ptr<log::ShardLog> log) : log_(std::move(log)) {}

  // The records of one window. `series` ascends. Takes a while for many points: off the loop.
  static std::vector<std::string> encode(std::int64_t hour, std::vector<SeriesPoints> series);

  // Errors: those of ShardLog::append.
  void append(env::EventLoop& home, std::vector<std::string> window, Done<void> done);

  // The windows in [first, last] that have points of the series. Errors: those of ShardLog::read.
  void read(env::EventLoop& home, SeriesId series, std::int64_t first, std::int64_t last,
            Done<Windows> done);

  // Forgets what was appended before `time`.
  void trim(env::EventLoop& home, WallTime time, Done<void> done);

 private:
  std::shared_ptr<log::ShardLog> log_;
};

}  // namespace weir::monitoring
