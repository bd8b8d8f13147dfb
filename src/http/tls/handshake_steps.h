// HandshakeSteps: lets the handshakes of a loop do their work one at a time.
//
// A step takes a third of a millisecond of a core. When a thousand clients come back at once, the
// requests of all others would wait for a thousand of them; so each time round the loop makes one,
// and looks after whatever else is due in between.
//
// Threads: the loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <memory>

#include "base/done.h"
#include "env/event_loop.h"

namespace weir::http {

class HandshakeSteps {
 public:
  explicit HandshakeSteps(env::EventLoop& loop) : loop_(loop) {}
  HandshakeSteps(const HandshakeSteps&) = delete;
  HandshakeSteps& operator=(const HandshakeSteps&) = delete;

  // Runs `step` later, behind those that wait already. Dropped if this goes first.
  void enter(Task step);

 private:
  void post();

  env::EventLoop& loop_;
  std::deque<Task> waiting_;
  // What was posted finds out by it whether this still lives.
  const std::shared_ptr<HandshakeSteps*> self_ = std::make_shared<HandshakeSteps*>(this);
};

}  // namespace weir::http
