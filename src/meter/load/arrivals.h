// ArrivalPlan: when an open load sends: each arrival's time, planned ahead of everything that
// happens.
//
// Pure: it reads no clock. All threads of a run make the same plan from the same seed, and each
// takes its share of the arrivals, so that they need not talk.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "base/time.h"
#include "meter/plan/plan.h"
#include "meter/templates/fast_random.h"

namespace weir::meter {

// Threads: one.
class ArrivalPlan {
 public:
  virtual ~ArrivalPlan() = default;

  // The next arrival, since the start of the load; never before the last one. Nothing: there are no
  // more.
  virtual std::optional<nanoseconds> next() = 0;

  // Arrivals a second, as planned for that moment; 0 after the end.
  virtual double rate_at(nanoseconds at) const = 0;

  // Nothing: it has no end.
  virtual std::optional<nanoseconds> duration() const = 0;

  // What a simulated clock shows then; nothing if the load has none.
  virtual std::optional<WallTime> simulated_at(nanoseconds at) const = 0;
};

// `now` is where simulated time starts if the load does not say.
std::unique_ptr<ArrivalPlan> make_arrival_plan(const OpenLoad& load, WallTime now,
                                               FastRandom random);

}  // namespace weir::meter
