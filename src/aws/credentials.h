// Credentials: what a client signs with.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace weir::aws {

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;  // Never in a log line.
  std::string session_token;      // Empty for long-term keys.
};

}  // namespace weir::aws
