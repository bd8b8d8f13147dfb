// FindJob: one search by time. Works like ReadJob: from memory if it can, else on the worker.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "log/journal/extents.h"
#include "log/shard_log.h"

namespace weir::log::journal {

class JournalLog;

class FindJob : public std::enable_shared_from_this<FindJob> {
 public:
  FindJob(std::shared_ptr<JournalCore> core, env::EventLoop& home, std::shared_ptr<JournalLog> log,
          WallTime time, Done<Offset> done);

  // On the home loop.
  void run();

 private:
  enum class Step { found, needs_index, needs_block };

  void go_on();
  Step search();
  Step search_run(const Run& run, Offset behind_run);
  void scan_block();
  void finish(Result<Offset> result);

  const std::shared_ptr<JournalCore> core_;
  env::EventLoop& home_;
  const std::shared_ptr<JournalLog> log_;
  const WallTime time_;
  Done<Offset> done_;

  int attempts_ = 0;
  bool on_loop_ = true;
  LoadedRows loaded_;
  std::optional<Run> index_needed_;
  Offset found_;           // Or the block to look through.
  std::size_t count_ = 0;  // Entries of that block.
};

}  // namespace weir::log::journal
