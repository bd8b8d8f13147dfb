#include "meter/load/delays.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "base/time.h"
#include "meter/plan/plan.h"
#include "meter/templates/fast_random.h"

namespace weir::meter {
namespace {

nanoseconds part_of(nanoseconds duration, double share) {
  return nanoseconds(std::llround(static_cast<double>(duration.count()) * share));
}

}  // namespace

nanoseconds ramp_up_delay(const ClosedLoad& load, std::uint32_t index) {
  return nanoseconds(load.ramp_up) * index / std::max(load.threads, 1u);
}

nanoseconds delay_of(const ConstantTimer& timer) { return timer.delay; }

nanoseconds delay_of(const UniformTimer& timer, FastRandom& random) {
  return timer.delay + part_of(timer.range, random.unit());
}

nanoseconds delay_of(const GaussianTimer& timer, FastRandom& random) {
  const double normal =
      std::sqrt(-2 * std::log(1 - random.unit())) * std::cos(2 * std::numbers::pi * random.unit());
  return std::chrono::abs(timer.delay + part_of(timer.deviation, normal));
}

nanoseconds retry_delay(const Retries& retries, std::uint32_t attempt, FastRandom& random) {
  const std::uint32_t doublings = std::min(attempt - 2, 30u);
  const nanoseconds bound = std::min<nanoseconds>(
      nanoseconds(retries.base_delay) * (std::int64_t{1} << doublings), retries.delay_max);
  return part_of(bound, random.unit());
}

}  // namespace weir::meter
