// ReadJob: one read. It plans from what is in memory; if the disk is needed it moves to the worker
// and plans again there.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "log/journal/block_reader.h"
#include "log/journal/extents.h"
#include "log/shard_log.h"

namespace weir::log::journal {

class JournalLog;

class ReadJob : public std::enable_shared_from_this<ReadJob> {
 public:
  ReadJob(std::shared_ptr<JournalCore> core, env::EventLoop& home, std::shared_ptr<JournalLog> log,
          Offset from, const ReadLimits& limits, Done<ReadBatch> done);

  // On the home loop.
  void run();

 private:
  enum class Step { finished, needs_index, needs_disk, complete };

  void go_on();
  Step plan();
  Step plan_run(const Run& run, Offset& at, std::size_t& records, std::size_t& bytes, bool& full);
  Result<void> use_disk(Step step);
  Result<ReadBatch> assemble();
  void finish(Result<ReadBatch> result);

  const std::shared_ptr<JournalCore> core_;
  env::EventLoop& home_;
  const std::shared_ptr<JournalLog> log_;
  const Offset from_;
  const ReadLimits limits_;
  Done<ReadBatch> done_;

  bool on_loop_ = true;
  int attempts_ = 0;
  LoadedRows loaded_;
  std::vector<Piece> pieces_;
  std::optional<Run> index_needed_;
  Offset start_;
  std::optional<Offset> end_;
  std::optional<Error> error_;
};

}  // namespace weir::log::journal
