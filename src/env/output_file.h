// OutputFile: a file that is written once, front to back, for people and other programs: a report,
// a list of samples. Nothing is durable, and nothing is buffered here.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace weir::env {

// Threads: one at a time.
class OutputFile {
 public:
  virtual ~OutputFile() = default;

  // Writes all of `text` behind what is there. Blocks. Errors: no_space, unavailable: with the
  // path; a part may have been written.
  virtual Result<void> append(std::string_view text) = 0;
};

// Creates the file or empties it; a pipe or terminal will do. Blocks. Errors: invalid_argument,
// with the path and the reason.
Result<std::unique_ptr<OutputFile>> open_output_file(const std::string& path);

// Makes a directory and those above it that are missing. Errors: as open_output_file.
Result<void> make_output_directory(const std::string& path);

// Whether there is a file of that name, and something in it.
bool file_has_content(const std::string& path);

}  // namespace weir::env
