// Journal: the log engine of one machine. All logs of a data directory share one sequence of
// groups, each written and synced once, in segment files. docs/log_format.md describes what is on
// the disk.
//
// Who does what: JournalLog is one log; Committer gathers appends into groups and makes them
// durable; SegmentMaker has the next segment ready; Sealer writes the index of a full one; Reader
// serves reads from the tail cache or the disk; Reclaimer gives space back; recovery.h rebuilds it
// all at start.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "log/journal/counters.h"
#include "log/journal/settings.h"
#include "log/shard_log.h"

namespace weir::log::journal {

struct JournalCore;

// Threads: any. Logs may not be used once it is destroyed, which happens after close() has
// answered, or after loops and worker have dropped their tasks.
class Journal final : public LogStore {
 public:
  // Opens `directory`, making it if need be, and recovers what it holds. Blocks. Files that are not
  // the journal's may live in the directory. Errors: in_use            another process has it open.
  //         invalid_argument  it was written by a newer version, or is no data directory.
  //         unavailable       it cannot be read or written; the message says why.
  static Result<std::unique_ptr<Journal>> open(const JournalSettings& settings,
                                               JournalDependencies dependencies,
                                               std::string directory);
  ~Journal() override;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  std::shared_ptr<ShardLog> log(LogId id) override;
  std::vector<LogId> log_ids() const override;
  void remove(LogId id) override;
  void close(env::EventLoop& home, Done<void> done) override;

  // Threads: any.
  JournalCounters counters() const;

 private:
  explicit Journal(std::shared_ptr<JournalCore> core);

  std::shared_ptr<JournalCore> core_;
};

}  // namespace weir::log::journal
