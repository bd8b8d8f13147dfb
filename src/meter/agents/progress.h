// AgentProgress: what an agent tells its controller of a run, once a second.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "meter/results/run_result.h"
#include "metrics/histogram.h"

namespace weir::meter {

enum class AgentState : std::uint8_t { idle, preparing, ready, running, over, failed };

// One label's second, with the histogram that its percentiles are to be taken from once those of
// all agents are merged.
struct SecondPiece {
  std::uint32_t second = 0;
  std::uint32_t label = 0;
  Counts counts{};
  std::uint32_t threads = 0;
  std::string latency{};  // Encoded; empty where nothing was counted.
};

struct AgentProgress {
  AgentState state = AgentState::idle;
  std::string message{};  // Why it failed.
  nanoseconds elapsed{0};
  std::optional<nanoseconds> time_left{};
  double planned_per_second = 0;
  // Since the run began, without `seconds`; while it goes on also without records_each_second.
  std::optional<RunResult> so_far{};
  std::vector<SecondPiece> seconds{};  // In order, from where the controller asked.
  bool has_more = false;               // Seconds that did not fit.
};

std::string encode_progress(const AgentProgress& progress);
// Overwrites the text. Errors: corrupt.
Result<AgentProgress> decode_progress(std::span<char> json);

}  // namespace weir::meter
