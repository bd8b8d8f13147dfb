// Answers: brings results home, all those of one loop batch in one task.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "base/check.h"
#include "env/event_loop.h"

namespace weir::log {

class Answers {
 public:
  static constexpr std::size_t loops_max = 256;

  // Runs `task` on `home` after the running handler. Threads: home's only.
  void post(env::EventLoop& home, Task task) {
    CHECK(home.index() < loops_max, "loop {} of at most {}", home.index(), loops_max);
    std::shared_ptr<std::vector<Task>>& waiting = waiting_[home.index()];
    if (!waiting) waiting = std::make_shared<std::vector<Task>>();
    waiting->push_back(std::move(task));
    if (waiting->size() > 1) return;
    // The task shares the list, so that it may run after the store is gone.
    home.post([list = waiting] {
      std::vector<Task> tasks = std::exchange(*list, {});
      for (Task& each : tasks) each();
    });
  }

  // Forgets the tasks that wait, which may hold the store; their loops drop them with their own.
  void abandon() { waiting_ = {}; }

 private:
  std::array<std::shared_ptr<std::vector<Task>>, loops_max> waiting_;
};

}  // namespace weir::log
