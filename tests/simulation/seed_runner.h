// SeedRunner: many runs, side by side in processes of their own, so that a run that aborts or hangs
// is a failed run like any other.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "workload/record_contents.h"
#include "world/run_settings.h"

namespace weir::simulation {

struct SeedRange {
  std::uint64_t first = 1;
  std::uint64_t count = 1;
  unsigned processes = 1;
  bool quiet = false;  // What an aborting run says is not shown.
};

struct FailedSeed {
  std::uint64_t seed;
  std::string problem;
};

// Runs the seeds of the range; `options` says how. `failed` hears of each that fails and answers
// whether to go on. Answers with the number of seeds that were run to their end.
std::uint64_t run_seeds(const RunOptions& options, const SeedRange& range,
                        const RecordContents& contents,
                        const std::function<bool(const FailedSeed&)>& failed);

}  // namespace weir::simulation
