// Reads what a person names on the command line: a file, or "-" for standard input.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"

namespace weir::app {

// The whole file. Errors: not_found, with the path and the reason.
Result<std::string> read_text_file(const std::string& path);

}  // namespace weir::app
