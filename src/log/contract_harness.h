// What shard_log_contract.h needs from an engine under test: a store, two loops, a clock to move
// and a way to crash.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "base/time.h"
#include "env/event_loop.h"
#include "log/shard_log.h"

namespace weir::log {

class ContractHarness {
 public:
  virtual ~ContractHarness() = default;

  // The store under test. Another object after crash().
  virtual LogStore& store() = 0;

  // Two loops, 0 and 1; on threads of their own or driven by run_until.
  virtual env::EventLoop& loop(std::size_t index) = 0;

  // Returns once `happened` is true; whoever sets it calls notify_all. Fails the test rather than
  // wait for ever.
  virtual void run_until(const std::atomic<bool>& happened) = 0;

  // Moves the wall clock, forward or back.
  virtual void move_wall_clock(milliseconds by) = 0;

  // Ends the store as a power cut would, then starts it anew. False if this engine keeps nothing
  // over that: the store is then a fresh one.
  virtual bool crash() = 0;
};

// One engine to run the contract against. The name appears in the names of the tests.
struct ContractCase {
  std::string name;
  std::function<std::unique_ptr<ContractHarness>()> make;
};

}  // namespace weir::log
