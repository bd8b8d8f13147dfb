// SegmentMaker: has the next segment ready, zero-filled and durable, before it is needed. Only it
// meets a full disk.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "env/file_system.h"
#include "log/journal/segment_format.h"
#include "log/journal/settings.h"

namespace weir::log::journal {

struct JournalCore;
struct Segment;

// Members are guarded by JournalCore::mutex, which callers hold.
class SegmentMaker {
 public:
  explicit SegmentMaker(JournalCore& core) : core_(core) {}

  // Begins to make the next segment unless there is one or the disk was full a moment ago.
  void prepare();

  // A segment of at least `bytes_min` is needed now, also while the journal closes. True: one is
  // being made, and Committer::segment_made will be called. False: the disk was full a moment ago.
  bool request(std::uint64_t bytes_min);

  bool is_making() const { return making_; }

  // Space was given back: the next attempt need not wait.
  void space_was_freed() { failed_at_ = {}; }

 private:
  void start(std::uint64_t bytes_min);
  void make(std::uint64_t id, std::uint64_t bytes, std::uint64_t bytes_min);
  void finish(Result<std::shared_ptr<Segment>> made);
  bool failed_lately() const;

  JournalCore& core_;
  bool making_ = false;
  std::atomic<bool> needed_{false};  // Closing does not stop it then. Read without the mutex.
  bool disk_is_full_ = false;
  MonotonicTime failed_at_;
};

// Makes a durable, zero-filled file with a header. Blocks. `stop` is asked now and then whether to
// give up. Errors: no_space     the disk is full: nothing is left behind, and it may work later.
//         throttled    the file could not even be created: as no_space.
//         in_use       `stop` said so.
//         unavailable  the disk failed.
Result<std::shared_ptr<env::File>> make_segment_file(
    env::FileSystem& files, const std::string& directory, const std::string& path,
    const SegmentHeader& header, std::uint64_t bytes, const JournalSettings& settings,
    const std::function<bool()>& stop);

}  // namespace weir::log::journal
