// Simulation: one run from one seed.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "workload/record_contents.h"
#include "world/run_settings.h"

namespace weir::simulation {

// Runs it. Answers with what is wrong, or with nothing. The same options give the same answer.
std::string simulate(const RunOptions& options, const RecordContents& contents);

}  // namespace weir::simulation
