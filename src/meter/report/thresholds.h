// Thresholds judged: what a run must reach, against what it came to.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "meter/plan/plan.h"
#include "meter/results/run_result.h"

namespace weir::meter {

struct Verdict {
  Threshold threshold;
  bool holds = false;
  // In the metric's unit: nanoseconds, a fraction, a count, per second. Nothing where the run has
  // no sample of what it is about: such a threshold does not hold.
  std::optional<double> measured;
  std::string measured_text;  // "62.1 ms", "0.05 %", "nothing was measured".

  // "p99 < 50ms: 62.1 ms, missed".
  std::string text() const;
};

// In the order of the thresholds. One about a label that is not there does not hold, nor one of a
// label about what only a whole run has (lost, late, …). Metrics are those of threshold.h.
std::vector<Verdict> judge(const std::vector<Threshold>& thresholds, const RunResult& result);

bool all_hold(const std::vector<Verdict>& verdicts);

// The first of those thresholds with `aborts` that cannot hold any more, whatever comes, as a
// sentence: "p99 < 50ms cannot hold any more: 120 of 10000 samples took longer already." Nothing
// while all can. `samples_expected` is how many samples the whole run will have, of all labels;
// where nobody knows (0), as many again as there are.
//
// A percentile of N samples is lost once more than its share of N are beyond it; a share of errors
// likewise; counts and maxima as soon as they are passed. Rates, deviations and `lost` (what is
// under way looks lost) end no run early.
std::optional<std::string> cannot_hold(const std::vector<Threshold>& thresholds,
                                       const RunResult& so_far, std::uint64_t samples_expected);

}  // namespace weir::meter
