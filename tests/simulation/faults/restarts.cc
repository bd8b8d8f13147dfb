// The process, or the machine, goes down and comes up again.

#include "faults/faults.h"
#include "world/chance.h"

namespace weir::simulation {

void restart_cleanly(Machine& machine) {
  machine.shut_down();
  machine.boot_if_down();
  if (machine.findings().empty() && !machine.is_up()) machine.boot();
}

void kill_process(Machine& machine) {
  machine.kill();
  machine.boot();
}

void cut_power(Machine& machine) {
  machine.cut_power();
  machine.boot();
}

// Somewhere within the next changes of the disk, also in the middle of a task.
void cut_power_soon(Machine& machine) { machine.cut_power_after(between(machine.random(), 1, 40)); }

}  // namespace weir::simulation
