#include "meter/load/arrivals.h"

#include <memory>
#include <variant>
#include <vector>

#include "base/time.h"
#include "meter/load/periodic_arrivals.h"
#include "meter/load/staged_arrivals.h"
#include "meter/plan/plan.h"
#include "meter/templates/fast_random.h"

namespace weir::meter {

std::unique_ptr<ArrivalPlan> make_arrival_plan(const OpenLoad& load, WallTime now,
                                               FastRandom random) {
  if (const auto* stages = std::get_if<std::vector<Stage>>(&load.rate)) {
    return std::make_unique<StagedArrivals>(*stages, load.arrivals, random);
  }
  return std::make_unique<PeriodicArrivals>(std::get<PeriodicRate>(load.rate), load.arrivals, now,
                                            random);
}

}  // namespace weir::meter
