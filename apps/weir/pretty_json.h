// Prints JSON with line breaks and indentation, for people.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace weir::app {

// Nothing if `text` is not JSON.
std::optional<std::string> pretty_json(std::string text);

}  // namespace weir::app
