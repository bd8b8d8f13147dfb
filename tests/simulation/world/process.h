// Process: one life of the process under test: its loops, its worker, the journal and what stands
// on it. Destroying it is a kill: whatever was under way is dropped.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/done.h"
#include "env/sim_loop.h"
#include "env/sim_worker.h"
#include "log/shard_log.h"
#include "stream/catalog.h"
#include "stream/retention.h"
#include "stream/service_time.h"
#include "stream/stream_service.h"
#include "stream/users.h"
#include "world/world.h"

namespace weir::simulation {

class Process {
 public:
  static constexpr auto data_directory = "/data";

  // Starts on what the disk holds and recovers. `life` counts the starts. Errors: those of
  // Journal::open and Catalog::open; unavailable when the world was interrupted meanwhile.
  static Result<std::unique_ptr<Process>> start(World& world, std::uint64_t life);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Stops as a server does that is told to. False if it did not come to an end.
  bool close();

  std::uint64_t life() const { return life_; }
  std::size_t loop_count() const { return loops_.size(); }
  env::SimLoop& loop(std::size_t index) { return *loops_[index]; }
  log::LogStore& store() { return *journal_; }
  const stream::ServiceTime& time() const { return time_; }

  // Null in Mode::journal.
  stream::Catalog* catalog() { return catalog_.get(); }
  stream::StreamService* streams() { return streams_.get(); }
  stream::Users* users() { return users_.get(); }

  // Makes a call into the process under test: no callback may run before it returns.
  void call(const std::function<void()>& code);

  // A callback that must come once, outside of calls. `what` names the question in reports.
  template <class T, class Answered>
  Done<T> expect(std::string what, Answered answered) {
    const std::uint64_t question = next_question_++;
    unanswered_.emplace(question, std::move(what));
    return [this, question, answered = std::move(answered)](Result<T> answer) mutable {
      answer_came(question);
      answered(std::move(answer));
    };
  }

  // The same for a reader that waits in `log` at `from`, perhaps for ever.
  Done<void> expect_wake_up(log::LogId log, log::Offset from, std::function<void()> woken);

  // Appends of one loop succeed in the order of their submission.
  void submitted(std::size_t loop, std::uint64_t append) { order_[loop].push_back(append); }
  void answered(std::size_t loop, std::uint64_t append, bool success);

  bool is_closing() const { return closing_; }

  struct Waiter {
    log::LogId log;
    log::Offset from;
  };
  const std::map<std::uint64_t, Waiter>& waiters() const { return waiters_; }

  // Questions that wait for an answer.
  const std::map<std::uint64_t, std::string>& unanswered() const { return unanswered_; }

 private:
  Process(World& world, std::uint64_t life);
  Result<void> open();
  Result<void> open_catalog();
  void answer_came(std::uint64_t question);

  World& world_;
  const std::uint64_t life_;
  const stream::ServiceTime time_;
  std::vector<std::unique_ptr<env::SimLoop>> loops_;
  std::unique_ptr<env::SimWorker> worker_;
  std::unique_ptr<log::LogStore> journal_;
  std::unique_ptr<stream::Catalog> catalog_;
  std::unique_ptr<stream::StreamService> streams_;
  std::unique_ptr<stream::Users> users_;
  std::unique_ptr<stream::RetentionSweeper> retention_;
  bool calling_ = false;
  std::uint64_t next_question_ = 0;
  std::map<std::uint64_t, std::string> unanswered_;
  std::map<std::uint64_t, Waiter> waiters_;
  std::map<std::size_t, std::deque<std::uint64_t>> order_;  // By loop: appends not answered.
  bool closing_ = false;
};

}  // namespace weir::simulation
