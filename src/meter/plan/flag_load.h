// The flags that say how fast: --threads, --ramp-up, --loops, --duration, --rate, --stages,
// --arrivals.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "meter/plan/flags.h"

namespace weir::meter {

// Changes what the main groups do that write, or read at a pace of their own.
void set_flag_loads(const Flags& flags, bool is_simple, Plan& plan, PlanErrors& errors);

}  // namespace weir::meter
