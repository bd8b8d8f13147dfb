// The proof of the simulator: mistakes that are planted in the journal and the catalog, each of
// which it must find; and a change that is none, in which it must find nothing.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "seed_runner.h"
#include "workload/record_contents.h"

namespace weir::simulation {

// Prints the names, a line each.
void list_planted_bugs();

// Runs will have the bug of that name. False if there is none.
bool plant_bug(std::string_view name, RunOptions& options);

// Runs seeds with each bug until it is found, and prints a table of what found it. True if each was
// found within `range.count` seeds; `quickly` they begin where it is known to be found soon.
bool find_planted_bugs(const RunOptions& options, const SeedRange& range, bool quickly,
                       const RecordContents& contents);

}  // namespace weir::simulation
