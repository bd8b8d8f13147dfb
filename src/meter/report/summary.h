// The summary of a run as text: what a terminal shows at its end.
//
// Names of columns are those of JMeter's Summary Report and Aggregate Report.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "meter/report/thresholds.h"
#include "meter/results/run_result.h"

namespace weir::meter {

// `columns` is the width of the screen; tables break in two where they are wider.
std::string summary_text(const RunResult& result, const std::vector<Verdict>& verdicts,
                         std::size_t columns);

// The run's notes, and those that follow from its numbers: whether the meter fell behind.
std::vector<std::string> notes_of(const RunResult& result);

}  // namespace weir::meter
