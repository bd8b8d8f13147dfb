// The values that a request has for the keys of conditions and variables.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/policy/request.h"

namespace weir::aws::policy {

// Nothing if the request does not have the key. Most keys have one value; aws:TagKeys has as many
// as the request has tags. Names of keys are compared without regard to case.
std::optional<std::vector<std::string>> context_values(const Request& request,
                                                       std::string_view key);

// The value of a key that has just one.
std::optional<std::string> single_value(const Request& request, std::string_view key);

}  // namespace weir::aws::policy
