// LogFollower: reads one log on and on, from a place in it, as records appear.
//
// Threads: one loop's. stop() before the store closes: a closed log wakes those who wait.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "base/done.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "log/shard_log.h"

namespace weir::stream {

class LogFollower : public std::enable_shared_from_this<LogFollower> {
 public:
  // What is called on `home`; each may call stop().
  struct Events {
    // Records that follow those before. An error ends it.
    std::function<Result<void>(const log::ReadBatch& batch)> records;
    // Everything there is has been given to `records`.
    std::function<void()> at_tail;
    // It has ended: by an error of `records`, by a damaged log, or because records were trimmed
    // before they were read (`expired`).
    std::function<void(const Error& error)> failed;
  };

  LogFollower(env::EventLoop& home, std::shared_ptr<log::ShardLog> log, log::Offset from,
              env::Logger& logger, Events events);

  void start() { read_on(); }
  void stop();

  // Calls back once everything that is in the log now has been given to `records`.
  void settle(Task then);

  // The first offset that `records` has not been given.
  log::Offset next() const { return next_; }

 private:
  void read_on();
  void take(Result<log::ReadBatch> batch);
  void reached_tail();
  void wait();
  void fail_with(const Error& error);

  env::EventLoop& home_;
  std::shared_ptr<log::ShardLog> log_;  // Null once stopped.
  log::Offset next_;
  env::Logger& logger_;
  Events events_;
  bool reading_ = false;
  bool waiting_ = false;
  std::vector<Task> settling_;      // Need a read that begins from now on.
  std::vector<Task> settling_now_;  // The read under way is theirs.
  std::unique_ptr<env::Timer> retry_timer_;
};

}  // namespace weir::stream
