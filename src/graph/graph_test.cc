#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "graph/axis.h"
#include "graph/chart.h"

namespace weir::graph {
namespace {

constexpr WallTime noon{1'795'608'000'000};  // 2026-11-25 12:00:00 UTC.
constexpr Color red{.red = 255};
constexpr Color blue{.blue = 255};
constexpr Color white{255, 255, 255};

std::size_t count_of(const Canvas& canvas, Color color) {
  std::size_t count = 0;
  for (std::uint32_t y = 0; y < canvas.height(); ++y) {
    for (std::uint32_t x = 0; x < canvas.width(); ++x) count += canvas.at(x, y) == color ? 1 : 0;
  }
  return count;
}

std::vector<std::string> texts_of(const std::vector<double>& numbers) {
  std::vector<std::string> texts;
  texts.reserve(numbers.size());
  for (const double number : numbers) texts.push_back(short_number(number));
  return texts;
}

Chart one_line() {
  Chart chart{.start = noon, .end = noon + std::chrono::hours(1)};
  chart.lines.push_back({.label = "m", .points = {}, .color = red});
  for (int minute = 0; minute < 60; ++minute) {
    chart.lines[0].points.push_back({noon + std::chrono::minutes(minute), 10.0});
  }
  return chart;
}

TEST(Axis, NumbersAreRound) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(texts_of(round_numbers({0, 10}, 5)), (Texts{"0", "2", "4", "6", "8", "10"}));
  EXPECT_EQ(texts_of(round_numbers({-1, 1}, 4)), (Texts{"-1", "-0.5", "0", "0.5", "1"}));
  EXPECT_EQ(texts_of(round_numbers({0, 2.6e6}, 6)),
            (Texts{"0", "500k", "1M", "1.5M", "2M", "2.5M"}));
  EXPECT_EQ(texts_of(round_numbers({99.5, 100.5}, 2)), (Texts{"99.5", "100", "100.5"}));
  EXPECT_EQ(short_number(3.2e15), "3200T");
  EXPECT_EQ(short_number(0.00125), "0.00125");
}

TEST(Axis, TimesAreRoundByTheReadersClock) {
  const auto hours = round_times(noon, noon + std::chrono::hours(3), 4, milliseconds(0));
  ASSERT_EQ(hours.size(), 4U);
  EXPECT_EQ(hours[1], noon + std::chrono::hours(1));
  EXPECT_EQ(short_time(hours[1], noon, hours[3], milliseconds(0)), "13:00");
  EXPECT_EQ(short_time(hours[1], noon, hours[3], std::chrono::minutes(90)), "14:30");
  const WallTime later = noon + std::chrono::days(3);
  EXPECT_EQ(short_time(later, noon, later, milliseconds(0)), "11/28 12:00");
  EXPECT_EQ(short_time(later, noon - std::chrono::days(30), later, milliseconds(0)), "11/28");
  const auto days = round_times(noon, noon + std::chrono::days(4), 5, std::chrono::hours(2));
  ASSERT_FALSE(days.empty());
  EXPECT_EQ(short_time(days[0], noon, days[0], std::chrono::hours(2)), "00:00");
  EXPECT_LE(round_times(noon, noon + std::chrono::days(9'000), 5, milliseconds(0)).size(), 5U);
}

TEST(Canvas, DrawsWhereItIsTold) {
  Canvas canvas(20, 10, white);
  EXPECT_EQ(count_of(canvas, white), 200U);
  canvas.rectangle({2, 3}, {6, 5}, red);
  EXPECT_EQ(count_of(canvas, red), 8U);
  EXPECT_EQ(canvas.at(2, 3), red);
  EXPECT_EQ(canvas.at(6, 5), white);
  canvas.line({{0, 8.5}, {20, 8.5}}, blue, 1);
  EXPECT_EQ(canvas.at(10, 8), blue);
  canvas.rectangle({-100, -100}, {1e6, 1e6}, red);
  EXPECT_EQ(count_of(canvas, red), 200U);
}

TEST(Canvas, LettersAreDrawnAndUnknownOnesMarked) {
  Canvas canvas(200, 20, white);
  canvas.text({100, 15}, "Bytes", 9, red, Align::center);
  EXPECT_LT(count_of(canvas, white), 4'000U);
  EXPECT_GT(Canvas::text_width("WWW", 9), Canvas::text_width("W", 9));
  EXPECT_EQ(Canvas::text_width("\xc3\xbc", 9), Canvas::text_width("?", 9));
  EXPECT_EQ(canvas.png().substr(1, 3), "PNG");
}

TEST(Chart, ALineIsAsHighAsItsValue) {
  Chart chart = one_line();
  chart.left.least = 0;
  chart.left.most = 20;
  const Canvas canvas = draw(chart);
  EXPECT_EQ(canvas.width(), 600U);
  EXPECT_EQ(canvas.height(), 400U);
  std::vector<std::uint32_t> rows;
  for (std::uint32_t y = 0; y < 360; ++y) {
    if (canvas.at(300, y) == red) rows.push_back(y);
  }
  ASSERT_FALSE(rows.empty());
  // Half of the way between the ends of the axis.
  EXPECT_NEAR(rows.front(), 180, 15);
  chart.left.most = 10'000;
  const Canvas lower = draw(chart);
  EXPECT_NE(lower.at(300, rows.front()), red);
}

TEST(Chart, StackedLinesAreAboveEachOther) {
  Chart chart = one_line();
  chart.lines.push_back(chart.lines[0]);
  chart.lines[1].color = blue;
  chart.is_stacked = true;
  const Canvas canvas = draw(chart);
  std::uint32_t highest_red = 400;
  std::uint32_t highest_blue = 400;
  for (std::uint32_t y = 359; y > 0; --y) {
    if (canvas.at(300, y) == red) highest_red = y;
    if (canvas.at(300, y) == blue) highest_blue = y;
  }
  EXPECT_LT(highest_blue + 50, highest_red);
}

// Nothing that a client can ask for goes beyond the picture or takes long.
TEST(Chart, AnyChartIsDrawn) {
  for (const std::uint32_t side : {1U, 2U, 30U, 2'000U}) {
    for (const double value : {0.0, -5.0, 1e-300, 1e300, -1e300}) {
      Chart chart = one_line();
      chart.width = side;
      chart.height = side == 2'000 ? 10 : side;
      chart.title = std::string(300, 'x');
      chart.lines[0].label = std::string(300, 'y');
      chart.lines[0].points[0].value = value;
      chart.lines.resize(50, chart.lines[0]);
      chart.lines[1].on_right = true;
      chart.lines[2].points.clear();
      chart.lines[3].points.resize(1);
      chart.marks.push_back({.value = value, .label = "m", .color = {}});
      chart.left = {.least = 5, .most = value, .label = "l"};
      chart.legend = value < 0 ? Legend::right : Legend::bottom;
      chart.is_stacked = value > 0;
      chart.is_dark = side == 30;
      EXPECT_EQ(draw(chart).width(), side);
    }
  }
  EXPECT_EQ(draw({.start = noon, .end = noon + milliseconds(1)}).height(), 400U);
}

}  // namespace
}  // namespace weir::graph
