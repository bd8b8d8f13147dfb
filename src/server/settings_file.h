// Reads the configuration file: flat TOML, a key for each setting.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace weir::server {

// The keys of a file in its order, values as text. Errors: invalid_argument, with line and column.
Result<std::vector<std::pair<std::string, std::string>>> parse_settings_file(
    const std::string& text);

}  // namespace weir::server
