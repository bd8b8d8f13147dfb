// AsioLoop: an EventLoop on Boost.Asio's io_context, run by one thread.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

#include "base/mutex.h"
#include "env/disk_ring.h"
#include "env/event_loop.h"

namespace weir::env {

// Everything that lives on a loop (streams, listeners, timers) is destroyed before it, and so is
// everything that posts to it from other threads. Aborts when the system has no file descriptor
// left for a new loop.
class AsioLoop final : public EventLoop {
 public:
  explicit AsioLoop(std::size_t index);
  ~AsioLoop() override;
  AsioLoop(const AsioLoop&) = delete;
  AsioLoop& operator=(const AsioLoop&) = delete;

  // Runs tasks on the calling thread until stop(), sleeping while there are none. What was posted
  // before is run first; may be called again after a stop.
  void run();

  // Makes run() return after the present batch of tasks. Later ones are kept for another run(),
  // else destroyed with the loop. A stop without a run() ends the next one at once. Threads: any.
  void stop();

  // Tasks may still be posted while the loop does not run.
  void post(Task task) override;
  [[nodiscard]] std::unique_ptr<Timer> after(nanoseconds delay, Task task) override;
  std::size_t index() const override { return index_; }

  // Whether the calling thread is in this loop's run(). Threads: any.
  bool is_running_here() const { return thread_.load() == std::this_thread::get_id(); }

  // For env/'s own sockets and files.
  boost::asio::io_context& context() { return context_; }

  // Made with the first call; null if the kernel refuses. Threads: this loop's only.
  DiskRing* disk_ring();

 private:
  void run_posted();

  // Takes everything that waits in posted_ into running_, which is empty.
  void take_posted();

  const std::size_t index_;
  std::atomic<std::thread::id> thread_;  // In run(); no thread's id at other times.

  // Tasks wait here and not in the io_context, so that a batch of them costs one wake-up.
  Mutex mutex_;
  std::vector<Task> posted_ GUARDED_BY(mutex_);
  std::vector<Task>
      running_;  // Empty between batches; kept for its memory. This loop's thread only.

  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> keep_running_;
  bool may_make_ring_ = true;
  std::unique_ptr<DiskRing> ring_;
};

}  // namespace weir::env
