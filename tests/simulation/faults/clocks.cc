// Somebody sets the wall clock, or much time passes.

#include "faults/faults.h"
#include "invariants.h"
#include "world/chance.h"

namespace weir::simulation {

void jump_clock(Machine& machine) {
  using std::chrono::hours;
  const auto by = one_of<milliseconds>(
      machine.random(), {milliseconds(1), milliseconds(-1), seconds(-30), hours(1), hours(-1),
                         hours(5), hours(13), hours(-13)});
  machine.world().jump_wall_clock(by);
  machine.shadow().ledger.wall_clock_set_to(machine.world().clock.wall_now());
}

void let_time_pass(Machine& machine) {
  const auto duration = one_of<nanoseconds>(
      machine.random(), {milliseconds(1), milliseconds(200), seconds(2), seconds(90)});
  allow_expiry(machine.bench(), duration);
  machine.world().run_for(duration);
}

}  // namespace weir::simulation
