// Invariants: what must hold at every step. They draw no chance, so that a run is the same with and
// without them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "workload/bench.h"

namespace weir::simulation {

void check_invariants(const Bench& bench);

// Time goes on by `duration`: records may grow older than the retention period meanwhile.
void allow_expiry(const Bench& bench, nanoseconds duration);

}  // namespace weir::simulation
