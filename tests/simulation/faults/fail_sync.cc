// A sync fails: nobody can know what the disk holds, so the process must stop itself.

#include "faults/faults.h"
#include "invariants.h"
#include "workload/operations.h"

namespace weir::simulation {

void fail_sync(Machine& machine) {
  if (machine.disk_is_full()) return;
  World& world = machine.world();
  world.logger.expect_errors(true);
  world.files.fail_next_sync();
  // One of them is written before long.
  for (int attempt = 0; attempt < 50 && !world.is_interrupted(); ++attempt) {
    const Bench bench = machine.bench();
    if (world.settings.mode != Mode::catalog) append_records(bench);
    if (world.settings.mode != Mode::journal) change_user(bench);
    allow_expiry(bench, milliseconds(200));
    world.run_for(milliseconds(200));
  }
  if (!world.is_interrupted()) {
    world.findings.report("a sync failed, and the process goes on");
  }
  machine.boot_if_down();
  world.files.fail_next_sync(false);
  world.logger.expect_errors(false);
}

}  // namespace weir::simulation
