// Random bytes of a random size, which do not compress.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "meter/plan/plan.h"
#include "meter/templates/fast_random.h"

namespace weir::meter {

// The size of the next record: uniform within the bounds, or normal and cut off at them.
std::size_t draw_size(const SizedData& sizes, FastRandom& random);

// Makes `out` that long and random.
void fill_random(FastRandom& random, std::size_t bytes, std::string& out);

}  // namespace weir::meter
