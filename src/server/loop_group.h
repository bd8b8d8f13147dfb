// LoopGroup: the I/O threads, each running one event loop until stopped.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <semaphore>
#include <thread>
#include <utility>
#include <vector>

#include "base/done.h"
#include "env/asio_loop.h"

namespace weir::server {

class LoopGroup {
 public:
  // Starts `count` threads (at least one).
  explicit LoopGroup(std::size_t count);

  // Stops the loops and joins the threads; what was still posted is dropped.
  ~LoopGroup();

  LoopGroup(const LoopGroup&) = delete;
  LoopGroup& operator=(const LoopGroup&) = delete;

  std::size_t count() const { return loops_.size(); }
  env::AsioLoop& loop(std::size_t index) { return *loops_[index]; }

  // Runs `task` on a loop and waits for it to return. Never called from a loop.
  void run_on(std::size_t index, const std::function<void()>& task);

  // Starts an asynchronous call on a loop and waits for its answer: `start` gets the Done to pass
  // on. Never called from a loop.
  template <class T>
  Result<T> wait_on(std::size_t index,
                    std::move_only_function<void(env::EventLoop&, Done<T>)> start);

  // Stops all loops and joins their threads; called again, nothing happens.
  void stop();

 private:
  std::vector<std::unique_ptr<env::AsioLoop>> loops_;
  std::vector<std::thread> threads_;
};

template <class T>
Result<T> LoopGroup::wait_on(std::size_t index,
                             std::move_only_function<void(env::EventLoop&, Done<T>)> start) {
  std::binary_semaphore answered(0);
  std::optional<Result<T>> answer;
  env::AsioLoop& home = loop(index);
  home.post([&] {
    start(home, [&](Result<T> result) {
      answer.emplace(std::move(result));
      answered.release();
    });
  });
  answered.acquire();
  return *std::move(answer);
}

}  // namespace weir::server
