// A run as it looks while it goes on, as text: a screen full for a terminal, a line elsewhere.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "meter/results/live_view.h"

namespace weir::meter {

struct ScreenSize {
  std::size_t columns = 80;
  std::size_t rows = 24;
};

enum class Colours : bool { no, yes };

// At most `rows` lines, none wider than `columns`; what matters least gives way first. With colours
// there are SGR sequences in them, and nothing else that a terminal obeys.
std::vector<std::string> screen_lines(const LiveView& view, ScreenSize size, Colours colours);

// "00:12  298/s of 300/s  p50 2.61 ms  p99 33.0 ms  errors 0.04 %  02:54 left".
std::string progress_line(const LiveView& view);

}  // namespace weir::meter
