#include "meter/data/zipf.h"

#include <algorithm>
#include <cmath>

namespace weir::meter {
namespace {

// (e^x - 1) / x and log(1 + x) / x, which stay exact where x is near 0.
double exp_share(double x) { return std::abs(x) > 1e-8 ? std::expm1(x) / x : 1 + x / 2; }
double log_share(double x) { return std::abs(x) > 1e-8 ? std::log1p(x) / x : 1 - x / 2; }

}  // namespace

Zipf::Zipf(std::uint64_t count, double exponent)
    : count_(count),
      exponent_(exponent),
      area_low_(area(1.5) - 1),
      area_high_(area(static_cast<double>(count) + 0.5)),
      shortcut_(2 - area_inverse(area(2.5) - weight(2))) {}

double Zipf::weight(double x) const { return std::exp(-exponent_ * std::log(x)); }

double Zipf::area(double x) const {
  const double log_x = std::log(x);
  return exp_share((1 - exponent_) * log_x) * log_x;
}

double Zipf::area_inverse(double area) const {
  const double scaled = std::max(-1.0, area * (1 - exponent_));
  return std::exp(log_share(scaled) * area);
}

// A point under the curve is drawn, and thrown away where it lies above its bar.
std::uint64_t Zipf::draw(FastRandom& random) const {
  while (true) {
    const double under = area_high_ + random.unit() * (area_low_ - area_high_);
    const double x = area_inverse(under);
    const double nearest = std::clamp(std::floor(x + 0.5), 1.0, static_cast<double>(count_));
    const bool is_under =
        nearest - x <= shortcut_ || under >= area(nearest + 0.5) - weight(nearest);
    if (is_under) return static_cast<std::uint64_t>(nearest);
  }
}

}  // namespace weir::meter
