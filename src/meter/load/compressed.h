// A plan in compressed time: everything that it says about time happens `speed` times as fast.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "meter/plan/plan.h"

namespace weir::meter {

// Ramp-ups, durations, delays and timers become shorter, rates higher; how many samples there are
// stays the same. What the stream decides (retries, lingering, its limits) is left as it is.
// `speed` is above 0.
Plan compressed(Plan plan, double speed);

}  // namespace weir::meter
