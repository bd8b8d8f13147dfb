// EventLoop: one thread that runs tasks one after another, with timers.
//
// The server has one per I/O thread; each owns the connections that it accepted. Nothing that
// blocks may run on a loop: blocking work goes to a Worker (worker.h) and comes back by post().
//
// Implementations: AsioLoop (asio_loop.h), SimLoop (sim_loop.h), which runs on virtual time in one
// thread and orders what is due by a seed.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>

#include "base/done.h"
#include "base/time.h"

namespace weir::env {

// A timer that has been set. Destroying it cancels it: its task then never runs. Used and destroyed
// on the loop's own thread only.
class Timer {
 public:
  virtual ~Timer() = default;
};

class EventLoop {
 public:
  virtual ~EventLoop() = default;

  // Runs `task` on this loop, after everything that is already due: work posted from a handler runs
  // after all handlers of the same poll, which is how a batch ends. Tasks of one poster run in
  // order. Threads: any.
  virtual void post(Task task) = 0;

  // Runs `task` on this loop once `delay` has passed. Threads: this loop's only.
  [[nodiscard]] virtual std::unique_ptr<Timer> after(nanoseconds delay, Task task) = 0;

  // Which of the server's loops this is, from 0. Per-loop state may be kept in arrays by it.
  virtual std::size_t index() const = 0;
};

}  // namespace weir::env
