// FoundCredentials: credentials, how long they are good, and where they come from.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "aws/credentials.h"
#include "base/time.h"

namespace weir::aws {

struct FoundCredentials {
  Credentials credentials;
  std::optional<WallTime> expires_at{};  // Nothing: never.
  std::string source{};                  // For people: "the environment", "profile work".
};

}  // namespace weir::aws
