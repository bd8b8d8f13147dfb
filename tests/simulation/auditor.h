// Auditor: looks at everything that the process under test holds, and shows it to the shadow.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "workload/bench.h"

namespace weir::simulation {

// Reads every log from its first record to its tail, finds times, compares the bounds, the list of
// logs and the catalog. False if it was interrupted. What was read is known from then on.
bool look_at_everything(const Bench& bench);

// After a restart: looks at everything; what is not there then is gone for ever. Removes again what
// was removed, as the owner of the logs. False if it was interrupted.
bool settle(const Bench& bench);

// Runs until nothing is under way: every question has been answered, every reader been woken that
// has something to read. False if it was interrupted.
bool come_to_rest(const Bench& bench);

}  // namespace weir::simulation
