// Reader: serves reads and searches by time: at the tail from memory, within the call; older data
// through the worker.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <set>
#include <utility>

#include "log/shard_log.h"

namespace weir::log::journal {

struct JournalCore;
class JournalLog;

class Reader {
 public:
  explicit Reader(JournalCore& core) : core_(core) {}

  // As ShardLog::read and ShardLog::find.
  void read(env::EventLoop& home, std::shared_ptr<JournalLog> log, Offset from,
            const ReadLimits& limits, Done<ReadBatch> done);
  void find(env::EventLoop& home, std::shared_ptr<JournalLog> log, WallTime time,
            Done<Offset> done);

  // Logs that a place is damaged, once. Threads: any.
  void report_damage(const std::string& path, std::uint64_t position, const std::string& what);

 private:
  JournalCore& core_;
  std::set<std::pair<std::string, std::uint64_t>> reported_;  // Guarded by JournalCore::mutex.
};

}  // namespace weir::log::journal
