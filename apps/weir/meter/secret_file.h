// The secret that a controller and its agents share, from a file.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "meter/agents/agent_secret.h"

namespace weir::app {

// Errors: not_found, invalid_argument  there is no such file, somebody else may read it, or what is
// in it is no secret; the message names the file and holds nothing of it.
Result<meter::AgentSecret> read_secret(const std::string& path);

}  // namespace weir::app
