// Numbers of documents as production reads them: saturating, and rounded down to whole ones.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/time.h"

namespace weir::aws {

// 1.9 is 1, -1.5 is -2; what does not fit is the nearest number that does. Not for NaN.
std::int64_t floor_to_int64(double number);

// Points in time, to the nearest millisecond. Far below the limits of WallTime they saturate, so
// that one may calculate with them. Not for NaN.
WallTime seconds_to_time(std::int64_t seconds);
WallTime seconds_to_time(double seconds);
WallTime milliseconds_to_time(std::int64_t milliseconds);
WallTime milliseconds_to_time(double milliseconds);

}  // namespace weir::aws
