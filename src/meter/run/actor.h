// Actor: whoever acts on a worker's loop for a group of the plan, from its start until it has
// nothing more to do: virtual users, open senders, readers.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"

namespace weir::meter {

class Actor;

class ActorOwner {
 public:
  virtual ~ActorOwner() = default;
  // It has nothing more to do. It is not to be destroyed in here.
  virtual void on_over(Actor& actor) = 0;
};

// Threads: the worker's.
class Actor {
 public:
  virtual ~Actor() = default;

  // Acts from `start` on; once.
  virtual void start(MonotonicTime start) = 0;
  // Begins nothing new; it is over once what is under way has been answered.
  virtual void stop() = 0;

  virtual bool is_over() const = 0;
};

}  // namespace weir::meter
