// Canvas: a picture of so many dots, drawn on with smooth edges, as PNG in the end. Coordinates are
// in dots from the upper left corner.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir::graph {

struct Color {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  std::uint8_t alpha = 255;  // 0: nothing is seen.

  friend bool operator==(const Color&, const Color&) = default;
};

struct Point {
  double x = 0;
  double y = 0;
};

enum class Align : std::uint8_t { left, center, right };

class Canvas {
 public:
  Canvas(std::uint32_t width, std::uint32_t height, Color background);

  std::uint32_t width() const { return width_; }
  std::uint32_t height() const { return height_; }
  Color at(std::uint32_t x, std::uint32_t y) const;

  void rectangle(Point upper_left, Point lower_right, Color color);
  // From point to point.
  void line(const std::vector<Point>& points, Color color, double thickness);
  // What the points enclose.
  void area(const std::vector<Point>& points, Color color);
  // `at` is on the line that the text stands on. Of letters that the font lacks there is a '?'.
  void text(Point at, std::string_view text, double height, Color color, Align align);

  static double text_width(std::string_view text, double height);

  std::string png() const;

 private:
  std::uint32_t width_;
  std::uint32_t height_;
  std::vector<std::uint8_t> dots_;  // Red, green, blue; row by row.
};

}  // namespace weir::graph
