// Runs that were kept: what `weir meter show` and `compare` read.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "meter/report/stored_sample.h"
#include "meter/results/run_result.h"

namespace weir::app {

// Of a directory that --save made, or a file that --json wrote. Errors: not_found, corrupt, with
// the path.
Result<meter::RunResult> read_kept_result(const std::string& path);

// Calls visit(sample) for each sample of such a directory, or of a file of samples, in order,
// until it answers false. Errors: not_found, corrupt, with path
// and line.
Result<void> read_kept_samples(const std::string& path,
                               const std::function<bool(meter::StoredSample)>& visit);

}  // namespace weir::app
