// Statistics: what is kept of the values of one metric in one period. Mergeable: periods add up to
// longer ones, loops and machines to a whole.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "monitoring/sketch.h"

namespace weir::monitoring {

struct Statistics {
  double sample_count = 0;
  double sum = 0;
  double minimum = 0;  // Meaningless while sample_count is 0; so is maximum.
  double maximum = 0;
  Sketch sketch;  // For percentiles; empty where only the above was given.

  void record(double value, double count = 1);
  // The sketch stays only if both are known by theirs.
  void merge(const Statistics& other);
  // Drops what percentiles are answered from.
  void forget_spread() { sketch = {}; }
};

// What a publisher says of many values at once. Percentiles are known if all were equal, or one.
Statistics statistics_of_set(double sample_count, double sum, double minimum, double maximum);

}  // namespace weir::monitoring
