// Reach: who can get to the port.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/result.h"
#include "server/settings.h"

namespace weir::server {

// Whether nobody but this machine does.
bool is_loopback(std::string_view address);

// Without users everybody is let in; then nobody from outside may reach the port.
// Errors: invalid_argument, as a sentence.
Result<void> check_reach(const Settings& settings, bool has_users);

}  // namespace weir::server
