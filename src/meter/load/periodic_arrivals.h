// PeriodicArrivals: arrivals whose rate follows the hours of a week, as the Amazon Kinesis Data
// Generator's periodic mode: how many come in each simulated second is drawn from the hour's normal
// distribution. Simulated time may run faster than real time.
//
// Smoothed, mean and deviation move in a straight line from each hour's to the next one's, over
// midnight and the end of the week too.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "meter/load/arrivals.h"
#include "meter/plan/plan.h"
#include "meter/templates/fast_random.h"

namespace weir::meter {

class PeriodicArrivals final : public ArrivalPlan {
 public:
  PeriodicArrivals(const PeriodicRate& rate, Arrivals arrivals, WallTime now, FastRandom random);

  std::optional<nanoseconds> next() override;
  double rate_at(nanoseconds at) const override;
  std::optional<nanoseconds> duration() const override;
  std::optional<WallTime> simulated_at(nanoseconds at) const override;

  // What holds at a simulated moment.
  HourlyRate hourly_rate_at(WallTime simulated) const;

 private:
  void begin_second();
  double normal();

  const PeriodicRate rate_;
  const Arrivals arrivals_;
  const WallTime start_;
  FastRandom random_;
  std::int64_t second_ = -1;  // Of simulated time, since start_.
  std::int64_t last_arrival_second_ = 0;
  std::vector<double> offsets_;  // Of this second's arrivals, from the last to the first.
};

}  // namespace weir::meter
