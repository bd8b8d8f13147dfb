// LiveView: a run as it looks while it goes on, once a second.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "meter/results/run_result.h"
#include "meter/results/sample.h"

namespace weir::meter {

struct LiveView {
  nanoseconds elapsed{0};
  std::optional<nanoseconds> time_left;  // Unknown where loops or a file decide the end.
  double planned_per_second = 0;         // Of an open load, now; 0 in a closed one.
  bool is_stopping = false;              // Nothing is sent any more; answers are waited for.
  const RunResult& so_far;               // Whole seconds only in `seconds`.
  const std::vector<Sample>& slowest;    // Of the whole run, the slowest first; at most 10.
  const std::deque<Sample>& latest;      // The newest last; at most 10.
};

// Told on one thread, which may take its time: a slow observer costs only fewer views.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  virtual void on_second(const LiveView& view) = 0;
};

}  // namespace weir::meter
