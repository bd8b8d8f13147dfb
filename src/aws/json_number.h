// Numbers of a JSON document, which come as text, as production reads them.
// `text` is a number in JSON's grammar.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "base/time.h"

namespace weir::aws {

// As number.h has them for numbers that have been read.
std::int64_t floor_to_int64(std::string_view text);
// Infinite if too large, zero if too small.
double real_number(std::string_view text);
// Seconds since 1970, perhaps with a fraction.
WallTime seconds_to_time(std::string_view text);

bool has_fraction_or_exponent(std::string_view text);
bool is_nonzero(std::string_view text);

}  // namespace weir::aws
