// The disk is full, or nearly; after a while there is room again.

#include "faults/faults.h"
#include "world/chance.h"

namespace weir::simulation {

void fill_disk(Machine& machine) {
  if (machine.disk_is_full()) return machine.empty_disk();
  machine.fill_disk(one_of<std::uint64_t>(machine.random(), {0, 10'000, 300'000}));
}

}  // namespace weir::simulation
