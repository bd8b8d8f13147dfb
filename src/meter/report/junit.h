// Thresholds as JUnit's XML, which build servers show.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "meter/report/thresholds.h"
#include "meter/results/run_result.h"

namespace weir::meter {

// One test case for each threshold; a run that was aborted is one more that failed.
std::string junit_xml(const RunResult& result, const std::vector<Verdict>& verdicts);

}  // namespace weir::meter
