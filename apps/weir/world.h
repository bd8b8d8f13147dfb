// The world outside, made once by main and passed down: clock, chance, disk, environment, output.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

#include "env/real_clock.h"
#include "env/real_file_system.h"
#include "env/system_random.h"

namespace weir::app {

struct World {
  env::RealClock clock;
  env::SystemRandom random;

  std::optional<std::string> environment(const std::string& name) const {
    const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): before threads
    if (value == nullptr) return std::nullopt;
    return value;
  }
};

// Prints "weir: SENTENCE" on standard error; returns 1, the exit status of a failure.
inline int complain(const std::string& sentence) {
  std::fprintf(stderr, "weir: %s\n", sentence.c_str());
  return 1;
}

}  // namespace weir::app
