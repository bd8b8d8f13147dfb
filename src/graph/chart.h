// Chart: lines over time, as CloudWatch's console draws them: title, axes with round numbers, lines
// or stacked areas, a legend, annotations.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "graph/canvas.h"

namespace weir::graph {

struct ChartPoint {
  WallTime time;
  double value = 0;
};

struct ChartLine {
  std::string label;
  std::vector<ChartPoint> points;  // By time.
  std::optional<Color> color{};    // Else the next of the palette.
  bool on_right = false;           // Of the two axes of values.
};

struct ChartAxis {
  std::optional<double> least{};
  std::optional<double> most{};
  std::string label{};
};

struct ChartMark {
  double value = 0;  // On the left axis.
  std::string label;
  std::optional<Color> color{};
};

enum class Legend : std::uint8_t { bottom, right, hidden };

struct Chart {
  std::uint32_t width = 600;
  std::uint32_t height = 400;
  std::string title{};
  WallTime start;
  WallTime end;  // After start.
  std::vector<ChartLine> lines{};
  ChartAxis left{};
  ChartAxis right{};
  std::vector<ChartMark> marks{};
  bool is_stacked = false;
  bool is_dark = false;
  Legend legend = Legend::bottom;
  std::int32_t minutes_from_utc = 0;  // Of the clock that times are written by.
};

Canvas draw(const Chart& chart);

}  // namespace weir::graph
