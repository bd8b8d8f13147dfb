// The proof of the simulator: mistakes that are planted in the journal, each of which it must find.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "log/journal/settings.h"
#include "seed_runner.h"
#include "workload/record_contents.h"

namespace weir::simulation {

struct NamedBug {
  log::journal::PlantedBug bug;
  std::string_view name;
};

// All of them, without `none`.
std::vector<NamedBug> planted_bugs();
std::optional<log::journal::PlantedBug> planted_bug_of(std::string_view name);

// Runs seeds with each bug until it is found, and prints how many that took. True if each was found
// within `range.count` seeds.
bool find_planted_bugs(const RunOptions& options, const SeedRange& range,
                       const RecordContents& contents);

}  // namespace weir::simulation
