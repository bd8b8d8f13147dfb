// ThreadWorker: a Worker with threads of its own.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "base/mutex.h"
#include "env/worker.h"

namespace weir::env {

// Destroyed, it first finishes all its tasks, also those that they add. Threads: any.
class ThreadWorker final : public Worker {
 public:
  explicit ThreadWorker(std::size_t threads);
  ~ThreadWorker() override;
  ThreadWorker(const ThreadWorker&) = delete;
  ThreadWorker& operator=(const ThreadWorker&) = delete;

  void run(Task task) override;

 private:
  void work();
  Task next_task();

  Mutex mutex_;
  Condition changed_;
  std::deque<Task> waiting_ GUARDED_BY(mutex_);
  bool is_ending_ GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace weir::env
