// What a plan or a command line says of how fast a group goes, and the load that it means.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "meter/plan/plan.h"
#include "meter/plan/plan_errors.h"

namespace weir::meter {

inline constexpr std::uint32_t threads_max = 100'000;
inline constexpr std::uint32_t connections_max = 10'000;
inline constexpr std::uint64_t loops_max = loops_forever;
inline constexpr std::size_t stages_max = 1'000;

struct LoadWords {
  std::optional<std::uint32_t> threads;
  std::optional<milliseconds> ramp_up;
  std::optional<std::uint64_t> loops;
  std::optional<milliseconds> duration;
  std::optional<double> rate_per_second;
  std::optional<std::vector<Stage>> stages;
  std::optional<PeriodicRate> periodic;
  std::optional<Arrivals> arrivals;
  std::optional<std::uint32_t> in_flight_max;
  std::optional<std::uint32_t> connections_max;

  bool is_empty() const;
};

// Sets the group's load, and its ThroughputTimer where threads share a rate; its samplers are known
// by then. Errors are combinations that cannot be; `at` is where they are told.
void set_load(const LoadWords& words, Group& group, const Position& at, PlanErrors& errors);

// The words for the load that the group has. A rate that its threads share is a timer of its.
LoadWords load_words_of(const Group& group);

// How long the group runs at most; nothing if loops or a file decide it alone.
std::optional<milliseconds> duration_of(const Group& group);

}  // namespace weir::meter
