// Interval: what one worker counted in one second of the run.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "meter/results/run_result.h"
#include "meter/results/sample.h"

namespace weir::meter {

inline constexpr std::size_t shown_samples_max = 10;

struct ShardCounts {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
  std::uint64_t throttles = 0;
};

struct Interval {
  explicit Interval(const std::vector<std::string>& label_names) {
    for (const std::string& name : label_names) labels.emplace_back().label = name;
    threads.resize(label_names.size());
    is_touched.resize(label_names.size());
  }

  void clear();
  void merge(const Interval& other);

  std::uint32_t second = 0;
  std::vector<LabelResult> labels;
  std::vector<bool> is_touched;        // By label: whether anything was counted.
  std::vector<std::uint32_t> threads;  // By label, at the end of the second.
  std::map<std::pair<std::string, std::string>, ShardCounts> shards;  // By stream and shard id.
  Punctuality punctuality;
  std::uint64_t waited = 0;     // Planned sends for which no connection was free.
  std::vector<Sample> slowest;  // The slowest first, at most shown_samples_max.
  std::deque<Sample> latest;    // The newest last, as many.
};

// Keeps `sample` in `slowest` if it is among the slowest.
void note_slowest(std::vector<Sample>& slowest, const Sample& sample);

}  // namespace weir::meter
