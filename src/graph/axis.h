// Round numbers along an axis.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/time.h"

namespace weir::graph {

struct Scale {
  double least = 0;
  double most = 1;  // Greater than least.

  double part(double value) const { return (value - least) / (most - least); }
};

// 1, 2 or 5 times a power of ten apart: at most `count` of them in the scale.
std::vector<double> round_numbers(const Scale& scale, std::size_t count);

// "1.5k", "20M", "0.003".
std::string short_number(double number);

// Moments that a clock shows as round ones, at most `count` of them in [start, end].
std::vector<WallTime> round_times(WallTime start, WallTime end, std::size_t count,
                                  milliseconds from_utc);

// "09:30", or the day where nothing less matters: "11/26".
std::string short_time(WallTime time, WallTime start, WallTime end, milliseconds from_utc);

}  // namespace weir::graph
