// LineReader: the lines of a file or of standard input, one at a time, as they come.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"

namespace weir::app {

class LineReader {
 public:
  // "-" is standard input. Errors: not_found, with the path and the reason.
  static Result<LineReader> open(const std::string& path);

  // The next line without its end; nothing after the last one.
  std::optional<std::string> next();

 private:
  LineReader() = default;

  std::unique_ptr<std::ifstream> file_;  // Null: standard input.
};

}  // namespace weir::app
