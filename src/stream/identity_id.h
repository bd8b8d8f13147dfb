// The unique ids of users, roles and policies: four letters for the kind and 17 of [A-Z2-7].
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "env/random.h"

namespace weir::stream {

// "AIDA" for users, "AROA" for roles, "ANPA" for policies.
std::string random_id(std::string_view kind, env::Random& random);

// The id of one that was made before there were ids: always the same.
std::string derived_id(std::string_view kind, std::string_view account_id, std::string_view name);

}  // namespace weir::stream
