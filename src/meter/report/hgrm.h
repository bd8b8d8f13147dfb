// HdrHistogram's table of percentiles, a ".hgrm" file, which its plotter draws.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "metrics/histogram.h"

namespace weir::meter {

// Values are divided by `unit`: 1e6 makes milliseconds of nanoseconds.
std::string hgrm_text(const metrics::Histogram& histogram, double unit);

}  // namespace weir::meter
