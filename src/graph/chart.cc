#include "graph/chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <utility>

#include "graph/axis.h"

namespace weir::graph {
namespace {

constexpr double letter_height = 9;
constexpr double title_height = 12;
constexpr double margin = 10;
constexpr double legend_row = 18;
constexpr double side_legend_width = 180;
constexpr double label_dots = 90;  // Between labels of times.
constexpr double value_dots = 40;  // Between labels of values.
constexpr std::uint8_t area_alpha = 140;
constexpr std::size_t label_letters_max = 60;

constexpr std::array<Color, 10> palette{{{31, 119, 180},
                                         {255, 127, 14},
                                         {44, 160, 44},
                                         {214, 39, 40},
                                         {148, 103, 189},
                                         {140, 86, 75},
                                         {227, 119, 194},
                                         {127, 127, 127},
                                         {188, 189, 34},
                                         {23, 190, 207}}};

struct Theme {
  Color background;
  Color text;
  Color grid;
};

Theme theme_of(const Chart& chart) {
  if (chart.is_dark) return {{22, 29, 38}, {220, 224, 228}, {66, 75, 86}};
  return {{255, 255, 255}, {60, 68, 77}, {225, 228, 232}};
}

// The rectangle of the lines themselves.
struct Plot {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
};

std::string shortened(const std::string& text) {
  return text.size() <= label_letters_max ? text : text.substr(0, label_letters_max - 3) + "...";
}

class Drawing {
 public:
  explicit Drawing(const Chart& chart)
      : chart_(chart),
        theme_(theme_of(chart)),
        canvas_(chart.width, chart.height, theme_.background) {
    if (chart_.is_stacked) stack();
    left_ = scale_of(chart_.left, false);
    right_ = scale_of(chart_.right, true);
    has_right_ = std::ranges::any_of(chart_.lines, &ChartLine::on_right);
    lay_out();
  }

  Canvas drawn() {
    draw_title();
    draw_values(left_, false);
    if (has_right_) draw_values(right_, true);
    draw_times();
    for (std::size_t index = chart_.lines.size(); index-- > 0;) draw_line(index);
    for (const ChartMark& mark : chart_.marks) draw_mark(mark);
    draw_legend();
    return std::move(canvas_);
  }

 private:
  // Each line's values on top of those before it.
  void stack() {
    std::map<WallTime, double> sums;
    for (ChartLine& line : chart_.lines) {
      for (ChartPoint& point : line.points) point.value = sums[point.time] += point.value;
    }
  }

  Scale scale_of(const ChartAxis& axis, bool on_right) const {
    double least = 0;
    double most = -std::numeric_limits<double>::infinity();
    for (const ChartLine& line : chart_.lines) {
      if (line.on_right != on_right) continue;
      for (const ChartPoint& point : line.points) {
        least = std::min(least, point.value);
        most = std::max(most, point.value);
      }
    }
    for (const ChartMark& mark : chart_.marks) {
      if (!on_right) most = std::max(most, mark.value);
    }
    least = axis.least.value_or(least);
    if (!std::isfinite(most)) most = least + 1;
    most = axis.most.value_or(most + (most - least) * 0.05);
    if (!(most > least)) most = least + std::max(1.0, std::abs(least) * 0.1);
    return {.least = least, .most = most};
  }

  double values_width(const Scale& scale) const {
    double width = 0;
    for (const double value : round_numbers(scale, 6)) {
      width = std::max(width, Canvas::text_width(short_number(value), letter_height));
    }
    return width + 6;
  }

  void lay_out() {
    plot_.left = margin + values_width(left_);
    plot_.top = margin + (chart_.title.empty() ? 0 : title_height + 10);
    if (!chart_.left.label.empty() || !chart_.right.label.empty()) plot_.top += letter_height + 6;
    plot_.right = chart_.width - margin - (has_right_ ? values_width(right_) : 0);
    plot_.bottom = chart_.height - margin - letter_height - 8;
    if (chart_.legend == Legend::right) plot_.right -= side_legend_width;
    if (chart_.legend == Legend::bottom) {
      const auto rows = static_cast<double>(std::min<std::size_t>(legend_rows(), 5));
      plot_.bottom -= std::min(rows * legend_row, chart_.height / 3.0);
    }
    // In the smallest of pictures something is drawn over something else.
    plot_.right = std::max(plot_.right, plot_.left + 10);
    plot_.bottom = std::max(plot_.bottom, plot_.top + 10);
  }

  Color color_of(std::size_t line) const {
    return chart_.lines[line].color.value_or(palette[line % palette.size()]);
  }

  double x_of(WallTime time) const {
    const auto span = static_cast<double>((chart_.end - chart_.start).count());
    const double part = static_cast<double>((time - chart_.start).count()) / span;
    return plot_.left + part * (plot_.right - plot_.left);
  }

  // What is beyond an axis is drawn at its end.
  double y_of(const Scale& scale, double value) const {
    const double part = std::clamp(scale.part(value), 0.0, 1.0);
    return plot_.bottom - part * (plot_.bottom - plot_.top);
  }

  void draw_title() {
    if (chart_.title.empty()) return;
    canvas_.text({chart_.width / 2.0, margin + title_height}, shortened(chart_.title), title_height,
                 theme_.text, Align::center);
  }

  void draw_values(const Scale& scale, bool on_right) {
    const ChartAxis& axis = on_right ? chart_.right : chart_.left;
    const double x = on_right ? plot_.right + 6 : plot_.left - 6;
    const Align align = on_right ? Align::left : Align::right;
    if (!axis.label.empty()) {
      canvas_.text({on_right ? chart_.width - margin : margin, plot_.top - 6},
                   shortened(axis.label), letter_height, theme_.text,
                   on_right ? Align::right : Align::left);
    }
    const auto count =
        static_cast<std::size_t>(std::max(1.0, (plot_.bottom - plot_.top) / value_dots));
    for (const double value : round_numbers(scale, count)) {
      const double y = y_of(scale, value);
      if (!on_right) canvas_.line({{plot_.left, y}, {plot_.right, y}}, theme_.grid, 1);
      canvas_.text({x, y + letter_height / 2}, short_number(value), letter_height, theme_.text,
                   align);
    }
  }

  void draw_times() {
    canvas_.line({{plot_.left, plot_.bottom}, {plot_.right, plot_.bottom}}, theme_.text, 1);
    const milliseconds from_utc = std::chrono::minutes(chart_.minutes_from_utc);
    const auto count =
        static_cast<std::size_t>(std::max(2.0, (plot_.right - plot_.left) / label_dots));
    for (const WallTime time : round_times(chart_.start, chart_.end, count, from_utc)) {
      const double x = x_of(time);
      canvas_.line({{x, plot_.bottom}, {x, plot_.bottom + 4}}, theme_.text, 1);
      canvas_.text({x, plot_.bottom + 6 + letter_height},
                   short_time(time, chart_.start, chart_.end, from_utc), letter_height, theme_.text,
                   Align::center);
    }
  }

  void draw_line(std::size_t index) {
    const ChartLine& line = chart_.lines[index];
    const Scale& scale = line.on_right ? right_ : left_;
    std::vector<Point> points;
    points.reserve(line.points.size() + 2);
    for (const ChartPoint& point : line.points) {
      if (point.time < chart_.start || point.time > chart_.end) continue;
      points.push_back({x_of(point.time), y_of(scale, point.value)});
    }
    if (points.empty()) return;
    const Color color = color_of(index);
    if (chart_.is_stacked) {
      std::vector<Point> outline = points;
      outline.push_back({points.back().x, plot_.bottom});
      outline.push_back({points.front().x, plot_.bottom});
      canvas_.area(outline, {color.red, color.green, color.blue, area_alpha});
    }
    if (points.size() == 1) points.push_back({points.front().x + 0.1, points.front().y});
    const bool is_dot = line.points.size() == 1;
    canvas_.line(points, color, is_dot ? 5 : 2);
  }

  void draw_mark(const ChartMark& mark) {
    const Color color = mark.color.value_or(Color{214, 39, 40});
    const double y = y_of(left_, mark.value);
    for (double x = plot_.left; x < plot_.right; x += 8) {
      canvas_.line({{x, y}, {std::min(x + 4, plot_.right), y}}, color, 1.5);
    }
    canvas_.text({plot_.left + 6, y - 4}, shortened(mark.label), letter_height, color, Align::left);
  }

  double entry_width(std::size_t line) const {
    return 24 + Canvas::text_width(shortened(chart_.lines[line].label), letter_height);
  }

  std::size_t legend_rows() const {
    std::size_t rows = chart_.lines.empty() ? 0 : 1;
    double x = margin;
    for (std::size_t index = 0; index < chart_.lines.size(); ++index) {
      const double width = entry_width(index);
      if (x > margin && x + width > chart_.width - margin) {
        ++rows;
        x = margin;
      }
      x += width;
    }
    return rows;
  }

  void draw_entry(std::size_t index, Point at) {
    canvas_.rectangle({at.x, at.y - letter_height}, {at.x + 10, at.y + 1}, color_of(index));
    canvas_.text({at.x + 14, at.y}, shortened(chart_.lines[index].label), letter_height,
                 theme_.text, Align::left);
  }

  // Entries for which there is no room are left out.
  void draw_legend() {
    if (chart_.legend == Legend::hidden) return;
    const bool is_right = chart_.legend == Legend::right;
    const double left = is_right ? chart_.width - margin - side_legend_width + 12 : margin;
    Point at{left, is_right ? plot_.top + letter_height : plot_.bottom + letter_height * 2 + 18};
    for (std::size_t index = 0; index < chart_.lines.size(); ++index) {
      const double width = entry_width(index);
      const bool begins_row =
          is_right ? index > 0 : at.x > left && at.x + width > chart_.width - margin;
      if (begins_row) at = {left, at.y + legend_row};
      if (at.y > chart_.height - 4) return;
      draw_entry(index, at);
      if (!is_right) at.x += width;
    }
  }

  Chart chart_;
  Theme theme_;
  Canvas canvas_;
  Scale left_{};
  Scale right_{};
  bool has_right_ = false;
  Plot plot_{};
};

}  // namespace

Canvas draw(const Chart& chart) { return Drawing(chart).drawn(); }

}  // namespace weir::graph
