// Position: where in a plan's file something stands, for messages.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace weir::meter {

struct Position {
  std::string file{};  // Of a flag its name, "--rate", and line and column are 0.
  int line = 0;        // From 1.
  int column = 0;      // From 1.

  // "plan.toml:12:5", "plan.toml" or "".
  std::string text() const {
    if (file.empty() || line == 0) return file;
    return file + ":" + std::to_string(line) + ":" + std::to_string(column);
  }
};

}  // namespace weir::meter
