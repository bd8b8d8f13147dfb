// What the script of the HTML report draws: the figures of a run as JSON, no more points than a
// screen shows.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "meter/report/plan_summary.h"
#include "meter/report/thresholds.h"
#include "meter/results/run_result.h"

namespace weir::meter {

// Of longer runs several seconds are one point: rates are their mean, latencies the highest.
inline constexpr std::uint32_t points_max = 600;
// The busiest are shown.
inline constexpr std::size_t page_shards_max = 64;

std::string page_figures(const RunResult& result, const std::vector<Verdict>& verdicts,
                         const std::vector<PlanLine>& plan);

}  // namespace weir::meter
