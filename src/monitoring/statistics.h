// Statistics: what is kept of the values of one metric in one period. Mergeable: periods add up to
// longer ones, loops and machines to a whole.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "monitoring/sketch.h"

namespace weir::monitoring {

struct Statistics {
  double sample_count = 0;
  double sum = 0;
  double minimum = 0;  // Meaningless while sample_count is 0; so is maximum.
  double maximum = 0;
  Sketch sketch;  // For percentiles; empty where only the above was given.

  void record(double value, double count = 1);
  void merge(const Statistics& other);
};

}  // namespace weir::monitoring
