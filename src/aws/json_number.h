// Numbers of a JSON document as production reads them: saturating, and rounded down to whole ones.
// `text` is a number in JSON's grammar.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "base/time.h"

namespace weir::aws {

// 1.9 is 1, -1.5 is -2; what does not fit is the nearest number that does.
std::int32_t floor_to_int32(std::string_view text);
std::int64_t floor_to_int64(std::string_view text);

// Seconds since 1970, perhaps with a fraction, to the nearest millisecond. Far below the limits of
// WallTime it saturates, so that one may calculate with it.
WallTime seconds_to_time(std::string_view text);

bool has_fraction_or_exponent(std::string_view text);
bool is_nonzero(std::string_view text);

}  // namespace weir::aws
