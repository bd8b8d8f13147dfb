// Outputs: the files that a run leaves, as the flags of `weir meter run` name them.
//
// Opened before anything is sent, so that a path that cannot be written is told then. Samples come
// in while the run goes on and are written in the background; what comes faster than it can be
// written is dropped, counted, and told. finish() writes the rest.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "meter/plan/plan.h"
#include "meter/report/thresholds.h"
#include "meter/results/run_result.h"
#include "meter/results/sample.h"

namespace weir::meter {

// Paths; empty: not wanted.
struct OutputPaths {
  std::string jtl{};    // JMeter's samples: CSV, or XML if the name ends in ".xml".
  std::string json{};   // The whole RunResult.
  std::string hgrm{};   // HdrHistogram's table of percentiles, of latency in milliseconds.
  std::string junit{};  // Thresholds as JUnit's XML.
  std::string html{};   // One page with charts.
  std::string save{};   // A directory with all there is, for `weir meter show` and `compare`.
};

// What Sample::label and Sample::group stand for.
struct SampleNames {
  std::vector<std::string> labels;
  std::vector<std::string> groups;
};

class Outputs {
 public:
  // Creates or empties every file. Blocks. Errors: invalid_argument, no_space, unavailable: the
  // path, and why it cannot be written. `plan` is summed up on the page and must not change.
  static Result<std::unique_ptr<Outputs>> open(const OutputPaths& paths, const Plan& plan,
                                               SampleNames names);

  // Without finish(), writes what samples are waiting and leaves the other files empty.
  virtual ~Outputs() = default;

  // Nothing if no output takes samples. Lives as long as this.
  virtual SampleSink* samples() = 0;

  // After the last sample: writes everything, and answers with lines for people, one for each file
  // written, and one if samples were dropped. Blocks. Errors: as open(); other files are then
  // written all the same.
  virtual Result<std::vector<std::string>> finish(const RunResult& result,
                                                  const std::vector<Verdict>& verdicts) = 0;
};

}  // namespace weir::meter
