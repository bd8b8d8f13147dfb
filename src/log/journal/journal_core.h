// JournalCore: what the parts of a journal share. Alive as long as anything refers to it: tasks of
// loops and of the worker hold it, so that none of them can come too late.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/mutex.h"
#include "env/buffer_pool.h"
#include "log/answers.h"
#include "log/journal/committer.h"
#include "log/journal/counters.h"
#include "log/journal/index_cache.h"
#include "log/journal/journal_log.h"
#include "log/journal/reader.h"
#include "log/journal/reclaimer.h"
#include "log/journal/sealer.h"
#include "log/journal/segment.h"
#include "log/journal/segment_maker.h"
#include "log/journal/settings.h"
#include "log/journal/tail_cache.h"

namespace weir::log::journal {

struct JournalCore : std::enable_shared_from_this<JournalCore> {
  JournalCore(const JournalSettings& journal_settings, JournalDependencies journal_dependencies,
              std::string journal_directory);

  const JournalSettings settings;
  JournalDependencies dependencies;
  const std::string directory;
  std::unique_ptr<env::File> lock_file;

  // Guards everything below that is not itself safe, and the members of logs and segments. Held for
  // as long as it takes to publish a group, never over I/O.
  mutable Mutex mutex;
  std::unordered_map<LogId, std::shared_ptr<JournalLog>> logs GUARDED_BY(mutex);
  std::map<std::uint64_t, std::shared_ptr<Segment>> segments GUARDED_BY(mutex);  // By id.
  std::shared_ptr<Segment> active GUARDED_BY(mutex);  // Takes groups. Null: the disk is full.
  std::shared_ptr<Segment> ready GUARDED_BY(mutex);   // The next one.
  TailCache tail_cache GUARDED_BY(mutex);
  IndexCache index_cache GUARDED_BY(mutex);
  JournalCounters counters GUARDED_BY(mutex);
  std::vector<Task> on_closed GUARDED_BY(mutex);
  env::EventLoop* any_loop GUARDED_BY(mutex) = nullptr;  // One that called; for background work.
  std::uint64_t epoch = 0;                               // Of this start.
  std::uint64_t next_group = 1;                          // The driver's.
  std::uint64_t durable_up_to = 0;                       // The driver's.
  std::uint64_t next_segment_id GUARDED_BY(mutex) = 1;
  Offset first_offset GUARDED_BY(mutex);  // Of logs that are new; above 0 only after a loss.

  std::atomic<bool> closed{false};
  std::atomic<bool> failed{false};
  std::atomic<std::size_t> background_tasks{0};

  Answers answers;
  env::BufferPool buffers;
  Committer committer;
  SegmentMaker maker;
  Sealer sealer;
  Reader reader;
  Reclaimer reclaimer;

  std::shared_ptr<JournalLog> find_or_make_log(LogId id);

  // The file of a segment, opened if need be. Blocks. Errors: not_found: it was given back.
  Result<std::shared_ptr<env::File>> file_of(const std::shared_ptr<Segment>& segment);

  // Runs a task on the worker; close() waits for it.
  void run_in_background(Task task);

  // The disk failed: nothing is acknowledged from now on.
  void fail_for_good(const std::string& what);

  // Answers those who close, if nothing is under way any more.
  void finish_closing_if_idle();

  // Lets go of everything that waits for an answer: nobody is there to give it. What waits may hold
  // this core, so without it a journal that is cut off in mid-write would keep itself alive.
  void abandon();

  std::string segment_path(std::uint64_t id) const;

 private:
  Mutex files_mutex_;
  std::vector<std::weak_ptr<Segment>> open_files_ GUARDED_BY(files_mutex_);
};

}  // namespace weir::log::journal
