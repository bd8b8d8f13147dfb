// ProgressLog: watches a run on an agent and keeps what its controller will ask for.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "base/mutex.h"
#include "meter/agents/progress.h"
#include "meter/results/live_view.h"
#include "metrics/histogram.h"

namespace weir::meter {

// Threads: the observer's calls on one, the others on any.
class ProgressLog final : public RunObserver {
 public:
  void on_second(const LiveView& view) override;
  // The run is over.
  void finish(RunResult result);

  // With pieces from the second `from` on; earlier ones are forgotten.
  AgentProgress since(std::uint32_t from);

 private:
  void add_seconds(const RunResult& so_far) REQUIRES(mutex_);

  Mutex mutex_;
  AgentProgress latest_ GUARDED_BY(mutex_);
  std::vector<SecondPiece> pieces_ GUARDED_BY(mutex_);
  std::size_t seconds_taken_ GUARDED_BY(mutex_) = 0;           // Of RunResult::seconds.
  std::vector<metrics::Histogram> before_ GUARDED_BY(mutex_);  // By label.
};

}  // namespace weir::meter
