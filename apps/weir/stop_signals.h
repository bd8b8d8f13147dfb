// StopSignals: lets a command end in good order when it is asked to stop, by Ctrl-C or SIGTERM.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <csignal>
#include <functional>
#include <thread>

namespace weir::app {

class StopSignals {
 public:
  // From now on the first of the signals calls `on_stop`, on a thread of its own, and the second
  // ends the program at once. Threads that are started later keep to it.
  explicit StopSignals(std::function<void()> on_stop);
  // The same, but the second calls `on_second_stop`, and the third ends the program.
  StopSignals(std::function<void()> on_stop, std::function<void()> on_second_stop);
  // The signals do again what they did before.
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

 private:
  sigset_t signals_{};
  std::atomic<bool> is_over_ = false;
  std::thread thread_;
};

}  // namespace weir::app
