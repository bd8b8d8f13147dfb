// Clock: the door to time. Nothing outside env/ and apps/ reads a clock of the system.
//
// Implementations: RealClock (real_clock.h), SimClock (sim_clock.h), which stands still until a
// test moves it and can jump the wall clock either way.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"

namespace weir::env {

// Threads: any.
class Clock {
 public:
  virtual ~Clock() = default;

  // Never goes back. For durations and time-outs.
  virtual MonotonicTime monotonic_now() const = 0;

  // Civil time; may jump either way. For dates that people and clients see.
  virtual WallTime wall_now() const = 0;
};

}  // namespace weir::env
