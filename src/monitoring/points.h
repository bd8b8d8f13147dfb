// Points: the statistics of one series in periods of one hour, and how they are written: row by row
// while the hour goes on, in columns once it is over.
//
// An hour has 60 points of a minute, 12 of five minutes or one of an hour; a point is known by its
// index among them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/strong_id.h"
#include "monitoring/statistics.h"

namespace weir::monitoring {

// A metric in one unit. Given out from 1 on and never used again.
using SeriesId = StrongId<struct SeriesIdTag, std::uint32_t>;

struct Point {
  std::uint32_t index = 0;
  Statistics statistics;
};
using Points = std::vector<Point>;  // By index, each once.

// Appends one point to `rows`. The same index may come again: it adds up.
void append_row(std::string& rows, std::uint32_t index, const Statistics& statistics);
// None: damaged.
std::optional<Points> points_of_rows(std::string_view rows);

// The same points with `factor` of them in one.
Points coarser(const Points& points, std::uint32_t factor);

struct SeriesPoints {
  SeriesId series;
  Points points;
};

// By ascending series. Worth it from some hundred points on.
std::string encode_columns(const std::vector<SeriesPoints>& series);
// None: damaged.
std::optional<std::vector<SeriesPoints>> decode_columns(std::string_view encoded);

}  // namespace weir::monitoring
