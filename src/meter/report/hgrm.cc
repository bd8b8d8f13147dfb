#include "meter/report/hgrm.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <iterator>

namespace weir::meter {
namespace {

constexpr double ticks_per_half_distance = 5;

// The next percentile to report: five of them from 0 to 50, five from 50 to 75, and so on.
double next_level(double level) {
  const double halvings = std::floor(std::log2(100 / (100 - level))) + 1;
  return level + 100 / (ticks_per_half_distance * std::exp2(halvings));
}

}  // namespace

std::string hgrm_text(const metrics::Histogram& histogram, double unit) {
  std::string text = fmt::format("{:>12} {:>14} {:>10} {:>14}\n\n", "Value", "Percentile",
                                 "TotalCount", "1/(1-Percentile)");
  const auto total = histogram.count();
  std::uint64_t so_far = 0;
  double level = 0;
  const auto line = [&](double value) {
    fmt::format_to(std::back_inserter(text), "{:12.3f} {:2.12f} {:10} {:14.2f}\n", value / unit,
                   level / 100, so_far, 1 / (1 - level / 100));
  };
  histogram.for_each_bucket([&](std::int64_t value, std::uint64_t count) {
    so_far += count;
    if (so_far == total) {
      line(static_cast<double>(value));
      return;
    }
    while (100 * static_cast<double>(so_far) / static_cast<double>(total) >= level) {
      line(static_cast<double>(value));
      level = next_level(level);
    }
  });
  if (total > 0) {
    fmt::format_to(std::back_inserter(text), "{:12.3f} {:2.12f} {:10}\n",
                   static_cast<double>(histogram.max()) / unit, 1.0, total);
  }
  fmt::format_to(std::back_inserter(text),
                 "#[Mean    = {:12.3f}, StdDeviation   = {:12.3f}]\n"
                 "#[Max     = {:12.3f}, Total count    = {:12}]\n",
                 histogram.mean() / unit, histogram.standard_deviation() / unit,
                 static_cast<double>(histogram.max()) / unit, total);
  return text;
}

}  // namespace weir::meter
