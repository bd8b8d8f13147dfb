#include "meter/screen/block_chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace weir::meter {
namespace {

constexpr std::array<std::string_view, 9> from_below{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<std::string_view, 9> from_left{" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};

// In eighths. What is above 0 shows.
std::size_t eighths(double value, double most, std::size_t whole) {
  if (!(value > 0) || !(most > 0)) return 0;
  const double share = std::min(1.0, value / most);
  return std::max<std::size_t>(
      1, static_cast<std::size_t>(std::llround(share * static_cast<double>(whole))));
}

}  // namespace

std::vector<std::string> block_chart(const std::vector<double>& values, std::size_t columns,
                                     std::size_t rows) {
  const std::size_t shown = std::min(columns, values.size());
  const auto begin = values.end() - static_cast<std::ptrdiff_t>(shown);
  const double most = shown == 0 ? 0 : *std::max_element(begin, values.end());
  std::vector<std::string> lines;
  for (std::size_t row = 0; row < rows; ++row) {
    std::string line(columns - shown, ' ');
    const std::size_t below = (rows - 1 - row) * 8;
    for (auto value = begin; value != values.end(); ++value) {
      const std::size_t high = eighths(*value, most, rows * 8);
      line += from_below[std::min<std::size_t>(8, high > below ? high - below : 0)];
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string block_of(double value, double most) {
  return std::string(from_below[eighths(value, most, 8)]);
}

std::string progress_bar(double share, std::size_t columns) {
  const auto all = static_cast<std::size_t>(
      std::llround(std::clamp(share, 0.0, 1.0) * static_cast<double>(columns * 8)));
  std::string bar;
  for (std::size_t column = 0; column < columns; ++column) {
    const std::size_t before = column * 8;
    bar += all <= before ? "░" : from_left[std::min<std::size_t>(8, all - before)];
  }
  return bar;
}

}  // namespace weir::meter
