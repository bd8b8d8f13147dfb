// Every fault: one function each, defined in the file of the same name. They compose: the clock
// jumps while the disk is full, the power goes while recovery runs.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "world/machine.h"

namespace weir::simulation {

void restart_cleanly(Machine& machine);
void kill_process(Machine& machine);
void cut_power(Machine& machine);
void cut_power_soon(Machine& machine);
void fill_disk(Machine& machine);
void jump_clock(Machine& machine);
void let_time_pass(Machine& machine);
void fail_sync(Machine& machine);
void damage_disk(Machine& machine);

}  // namespace weir::simulation
