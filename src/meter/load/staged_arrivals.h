// StagedArrivals: arrivals at a rate that moves in straight lines from stage to stage.
//
// The number of arrivals up to a moment is the area under the rate. Even arrivals are where that
// area reaches 0, 1, 2, …: at 10 a second the first is at once, the next after 100 ms. Those of a
// Poisson process are where it has grown by an exponentially distributed step each.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "meter/load/arrivals.h"
#include "meter/plan/plan.h"
#include "meter/templates/fast_random.h"

namespace weir::meter {

class StagedArrivals final : public ArrivalPlan {
 public:
  StagedArrivals(std::vector<Stage> stages, Arrivals arrivals, FastRandom random);

  std::optional<nanoseconds> next() override;
  double rate_at(nanoseconds at) const override;
  std::optional<nanoseconds> duration() const override;
  std::optional<WallTime> simulated_at(nanoseconds /*at*/) const override { return std::nullopt; }

 private:
  double step();

  const std::vector<Stage> stages_;
  const Arrivals arrivals_;
  FastRandom random_;
  std::size_t stage_ = 0;
  nanoseconds stage_begin_{0};
  double area_before_stage_ = 0;
  std::uint64_t made_ = 0;
  double target_ = 0;  // The area at the next arrival.
};

}  // namespace weir::meter
