// A run as one HTML page with charts that opens without a network: nothing is fetched, and nothing
// from outside runs, whatever streams, labels and errors are called.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "meter/report/plan_summary.h"
#include "meter/report/thresholds.h"
#include "meter/results/run_result.h"

namespace weir::meter {

std::string html_report(const RunResult& result, const std::vector<Verdict>& verdicts,
                        const std::vector<PlanLine>& plan);

}  // namespace weir::meter
