// How far the machine's local time is from UTC.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"

namespace weir::env {

// Minutes east of Greenwich at that time, summer time included: 120 in Berlin in July. 0 if the
// machine does not know. Threads: any.
int local_offset_minutes(WallTime time);

}  // namespace weir::env
