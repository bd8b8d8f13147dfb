// Bench: what an operation of the workload works with.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "shadow/shadow.h"
#include "world/process.h"
#include "world/world.h"

namespace weir::simulation {

// A log to work on, with its model.
struct ChosenLog {
  LogShadow& shadow;
  std::shared_ptr<log::ShardLog> log;
  stream::StreamPointer stream{};  // Null in Mode::journal.
  stream::ShardIndex shard{};
};

struct Bench {
  World& world;
  Process& process;
  Shadow& shadow;
  env::Random& random;  // The workload's.

  // Runs `task` on a loop chosen by chance, soon. It is dropped if the process ends before.
  void on_some_loop(std::function<void(env::EventLoop&)> task) const;

  // One of the logs there are; in Mode::journal now and then a new one. For the loop that calls.
  std::optional<ChosenLog> choose_log(const env::EventLoop& loop) const;

  // The model of a shard's log, which may go if its stream is being deleted.
  LogShadow& shard_shadow(const stream::StreamDescription& stream, stream::ShardIndex shard) const;
};

}  // namespace weir::simulation
