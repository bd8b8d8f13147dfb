// Worker: runs work that may block (creating files, reading cold data), away from the event loops.
//
// Implementations: ThreadWorker (thread_worker.h), SimWorker (sim_worker.h), which runs each task
// as an event of the simulation after a delay from the seed.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/done.h"

namespace weir::env {

class Worker {
 public:
  virtual ~Worker() = default;

  // Runs `task` on a thread of its own choice. Tasks may run side by side and in any order when the
  // worker has several threads; with one, in the order given. A task brings its result home by
  // EventLoop::post. Threads: any.
  virtual void run(Task task) = 0;
};

}  // namespace weir::env
