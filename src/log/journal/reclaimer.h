// Reclaimer: gives back the space of records that nobody can read any more, a whole segment at a
// time, and rewrites what little lives on in a segment that is otherwise dead.
//
// One thing at a time, in the background: unlink a dead segment, first writing the states that only
// it holds to the active one; or copy a MiB out of a nearly dead one.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "log/journal/request.h"
#include "log/journal/segment.h"

namespace weir::log::journal {

struct JournalCore;

class Reclaimer {
 public:
  explicit Reclaimer(JournalCore& core) : core_(core) {}

  // Something was trimmed, removed or sealed: looks whether there is anything to do. The caller
  // holds JournalCore::mutex.
  void kick();

 private:
  void step();
  std::shared_ptr<Segment> dead_segment() const;
  std::shared_ptr<Segment> nearly_dead_segment() const;
  std::vector<std::shared_ptr<JournalLog>> logs_to_carry(const Segment& segment) const;
  void unlink(const std::shared_ptr<Segment>& segment);
  Result<void> keep_for_recycling(const Segment& segment);
  void carry_states(std::vector<std::shared_ptr<JournalLog>> logs);
  void relocate_some(const std::shared_ptr<Segment>& segment);
  Result<std::vector<Request>> copy_some(const std::shared_ptr<Segment>& segment,
                                         env::EventLoop& home);
  Result<std::unique_ptr<Relocation>> copy_run(const Run& run, LogId log, std::size_t bytes_max);
  void submit(std::vector<Request> requests);
  void stop();

  JournalCore& core_;
  bool running_ = false;  // Guarded by JournalCore::mutex.
  bool kicked_ = false;   // Guarded by JournalCore::mutex.
};

}  // namespace weir::log::journal
