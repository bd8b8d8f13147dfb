// Commands: other programs, run by this one.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/done.h"
#include "base/time.h"

namespace weir::env {

struct Command {
  std::vector<std::string> words;  // The program, by its whole path, and its arguments.
  std::vector<std::pair<std::string, std::string>> environment;  // All that it gets.
  std::string input;                                             // What it reads from its input.
  seconds time_max{60};
};

class Commands {
 public:
  virtual ~Commands() = default;

  // Runs it, one after the other, and answers on `home` of the constructor when it has ended.
  // Success: it ended with 0. Errors: invalid_argument  there is no such program, or it may not be
  //                                                     run.
  //                                   unavailable       it ended otherwise, took too long and was
  //                                                     killed, or the program is stopping.
  virtual void run(Command command, Done<void> done) = 0;
};

}  // namespace weir::env
