// Runs a program that prints credentials.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "base/time.h"

namespace weir::app {

struct ProgramLimits {
  // Of the whole run. A person may have to answer a prompt.
  seconds time_max{60};
  std::size_t output_bytes_max = 64u << 10;
};

// Runs `command` by the shell and answers with what it printed on its standard output; standard
// input and error are ours, for prompts. A program that takes or prints too much is killed, with
// all that it has started. Errors: unavailable  the end of a sentence, which holds nothing of what
// was printed.
Result<std::string> run_credential_program(const std::string& command,
                                           const ProgramLimits& limits = {});

}  // namespace weir::app
