// CommandWriter: appends commands to the catalog's log and answers whoever wrote them.
//
// One batch is under way at a time, so that commands stand in the log in the order of their
// counters: a command with a lower counter than one that was applied is then surely a repeat. What
// a command did is not known here: the follower of the log says so (applied()).
//
// A batch of unknown outcome is appended again, under the same ids, after the log has been read to
// its end and for those commands only that were not in it.
//
// Threads: one loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "base/done.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "log/shard_log.h"
#include "stream/catalog_entry.h"
#include "stream/catalog_state.h"

namespace weir::stream {

struct CommandWriterSettings {
  int attempts_max = 5;
  milliseconds retry_delay{200};
};

class CommandWriter : public std::enable_shared_from_this<CommandWriter> {
 public:
  // `writer` is random. `settle` calls back after everything that is in the log now has been
  // applied.
  CommandWriter(env::EventLoop& home, std::shared_ptr<log::ShardLog> log, std::uint64_t writer,
                env::Logger& logger, CommandWriterSettings settings,
                std::function<void(Task)> settle);

  // Errors reach `done` as Catalog::submit says, on `home` of the call.
  void submit(env::EventLoop& home, WallTime time, CommandBody body, Done<void> done);

  // The log has `command`, and this is what it did. Answers if it is one of ours that still waits.
  void applied(const CommandId& id, const Result<void>& outcome);

  // The log has been replayed into `state` without applied() for each command. What ours did is not
  // known, if the state has seen them.
  void lost_track(const CatalogState& state);

  // Answers all that wait with `error`, and everything from now on.
  void stop(const Error& error);

 private:
  struct Waiting {
    env::EventLoop* home;
    Done<void> done;
  };

  void pump();
  void append();
  void appended(Result<log::Appended> result);
  void repeat();
  void fail_batch(const Error& error);
  void answer(std::uint64_t counter, Result<void> outcome);

  env::EventLoop& home_;
  std::shared_ptr<log::ShardLog> log_;
  const std::uint64_t writer_;
  env::Logger& logger_;
  const CommandWriterSettings settings_;
  std::function<void(Task)> settle_;

  std::uint64_t last_counter_ = 0;
  std::deque<Command> queue_;                 // Not yet appended.
  std::vector<Command> batch_;                // Under way. Empty: none is.
  int attempts_ = 0;                          // At batch_.
  bool settling_ = false;                     // Whether batch_ waits for what the log says.
  std::map<std::uint64_t, Waiting> waiting_;  // By counter.
  std::unique_ptr<env::Timer> retry_timer_;
  std::optional<Error> stopped_;
};

}  // namespace weir::stream
