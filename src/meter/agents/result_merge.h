// ResultMerge: what agents tell of their shares, as one run. Histograms are merged, also those of
// each second; percentiles follow from them and are never averaged.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "meter/agents/progress.h"
#include "meter/results/run_result.h"
#include "metrics/histogram.h"

namespace weir::meter {

class ResultMerge {
 public:
  explicit ResultMerge(std::vector<std::string> agent_names);

  // The latest of the agent number `agent`. Errors: corrupt  it is of another plan, or has a
  // histogram that cannot be read.
  Result<void> take(std::size_t agent, const AgentProgress& progress);

  // The second from which on the agent is to be asked.
  std::uint32_t next_second(std::size_t agent) const { return agents_[agent].next_second; }

  // Nothing more comes of it; the others are not waited for its seconds.
  void give_up(std::size_t agent) { agents_[agent].is_over = true; }

  // Everything so far, as one run. Seconds of which an agent has not told are left out.
  RunResult merged();

 private:
  struct Agent {
    std::string name;
    RunResult latest;  // Without seconds.
    bool has_told = false;
    bool is_over = false;
    std::uint32_t next_second = 0;
  };
  struct Pending {
    Counts counts;
    std::uint32_t threads = 0;
    metrics::Histogram latency{latency_layout};
  };

  void finish_seconds();

  std::vector<Agent> agents_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Pending> pending_;  // By second and label.
  std::vector<Second> seconds_;
};

}  // namespace weir::meter
