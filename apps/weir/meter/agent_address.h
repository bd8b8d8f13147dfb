// "HOST:PORT", "[::1]:PORT": where an agent is.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace weir::app {

struct AgentAddress {
  std::string host;
  std::uint16_t port = 0;
};

// Errors: invalid_argument.
Result<AgentAddress> parse_agent_address(std::string_view text);

}  // namespace weir::app
