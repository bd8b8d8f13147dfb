// User agents of browsers, in about the shares that they once had.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "meter/templates/fast_random.h"

namespace weir::meter {

void append_user_agent(FastRandom& random, std::string& out);

}  // namespace weir::meter
