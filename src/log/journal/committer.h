// Committer: gathers what loops append into groups, makes them durable one after another, publishes
// and answers.
//
// Requests of one loop's batch are handed over together, under one lock, by a task that runs after
// all handlers of that poll. Whoever hands over while no group is under way becomes the driver: it
// builds a group of what waits and writes it from its own loop; when that is durable it goes on
// with what came meanwhile, until nothing waits.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

#include "base/mutex.h"
#include "log/answers.h"
#include "log/journal/group_builder.h"

namespace weir::log::journal {

struct JournalCore;

class Committer {
 public:
  explicit Committer(JournalCore& core) : core_(core) {}

  // Writes `request` with one of the next groups and answers it, in turn. Threads: its home's only.
  void submit(Request request);

  // The maker has made a segment or failed to: whoever waited for it goes on. Threads: any.
  void segment_made();

  // Destroys what waits, unanswered: its loops have gone or never run again.
  void abandon();

  // Whether nothing is waiting or under way. Threads: any.
  bool is_idle() const { return outstanding_ == 0; }

  std::size_t pending_bytes() const { return pending_bytes_; }
  std::uint64_t throttled() const { return throttled_; }

 private:
  using GroupPointer = std::shared_ptr<Group>;
  enum class Room { yes, wait, refused };

  // What one loop has handed in since its last turn; touched by that loop only.
  struct LoopBatch {
    std::vector<Request> requests;
  };

  void hand_over(env::EventLoop& home);
  void drive(env::EventLoop& home, std::vector<GroupPointer> durable);
  GroupPointer next_group();
  Room find_room(Group& group);
  bool fits(const Group& group, bool may_use_reserve) const;
  void refuse_for_space(Group& group);
  void double_records(const Group& group);
  void write(env::EventLoop& home, const GroupPointer& group);
  void written(env::EventLoop& home, const GroupPointer& group, Result<void> result);
  void publish(Group& group);
  void publish_block(Group& group, const GroupBlock& block);
  void answer_others(env::EventLoop& home, const GroupPointer& group);
  void answer(std::vector<Request> requests);
  void count(const Group& group);

  JournalCore& core_;
  std::array<LoopBatch, Answers::loops_max> batches_;
  std::atomic<std::size_t> outstanding_{0};
  std::atomic<std::size_t> pending_bytes_{0};
  std::atomic<std::uint64_t> throttled_{0};

  // Guarded by JournalCore::mutex.
  std::deque<Request> pending_;
  bool driving_ = false;
  GroupPointer parked_;  // Waits for a segment.
  env::EventLoop* parked_home_ = nullptr;
};

}  // namespace weir::log::journal
