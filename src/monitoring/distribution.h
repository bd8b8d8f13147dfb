// Distribution: statistics of values while they are counted, some ten nanoseconds each: the buckets
// of a Sketch side by side in an array, as far as the values reach.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "monitoring/statistics.h"

namespace weir::monitoring {

// Without the spread: what shard-level metrics are kept as.
struct Tally {
  std::uint64_t count = 0;
  double sum = 0;
  double minimum = 0;
  double maximum = 0;

  void record(double value) {
    minimum = count == 0 ? value : std::min(minimum, value);
    maximum = count == 0 ? value : std::max(maximum, value);
    ++count;
    sum += value;
  }
  // Percentiles are known where all values were equal.
  Statistics statistics() const {
    return statistics_of_set(static_cast<double>(count), sum, minimum, maximum);
  }
};

// Threads: one. Takes no memory before its first value.
class Distribution {
 public:
  void record(double value) {
    // Records of a stream are often of one size: no logarithm then.
    if (value != last_value_ || tally_.count == 0) find_bucket(value);
    tally_.record(value);
    ++counts_[last_index_];
  }

  std::uint64_t count() const { return tally_.count; }
  double sum() const { return tally_.sum; }
  Statistics statistics() const;
  void clear();

 private:
  void find_bucket(double value);

  Tally tally_;
  double last_value_ = 0;
  std::size_t last_index_ = 0;
  std::int32_t first_bucket_ = 0;
  std::vector<std::uint32_t> counts_;  // From first_bucket_ on.
};

}  // namespace weir::monitoring
