// Two runs side by side, with their noise: which differences are larger than what seconds of the
// same run differ by.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "meter/results/run_result.h"

namespace weir::meter {

enum class Change : std::uint8_t {
  unknown,  // Too short to know the noise, or not measured in both.
  noise,    // No larger than the noise.
  better,
  worse,
};

enum class MetricKind : std::uint8_t { time, share, rate, byte_rate, count };

struct RunDifference {
  std::string label;   // Of the sampler, or "TOTAL".
  std::string metric;  // "p99", "samples/s", …
  MetricKind kind = MetricKind::time;
  std::optional<double> before;  // Nanoseconds, a share, per second, a count.
  std::optional<double> after;
  // Half of the 95 % confidence interval of the difference.
  std::optional<double> noise;
  Change change = Change::unknown;
};

// Labels that both runs have, then TOTAL.
//
// The noise of a rate or a percentile follows from its seconds: means of up to 30 equal stretches
// of the run scatter by it (stretches, since neighbouring seconds are alike). That of a percentile
// is at least what the number of samples beyond it allows.
std::vector<RunDifference> compare_runs(const RunResult& before, const RunResult& after);

std::string compare_text(const RunResult& before, const RunResult& after,
                         const std::vector<RunDifference>& rows, std::size_t columns);
std::string compare_json(const std::vector<RunDifference>& rows);

}  // namespace weir::meter
