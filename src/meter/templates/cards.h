// Made-up people and payments as JSON: helpers.createCard and its like.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "meter/templates/fast_random.h"

namespace weir::meter {

void append_card(FastRandom& random, std::string& out);
void append_contextual_card(FastRandom& random, std::string& out);
void append_user_card(FastRandom& random, std::string& out);
void append_transaction(FastRandom& random, std::string& out);

}  // namespace weir::meter
