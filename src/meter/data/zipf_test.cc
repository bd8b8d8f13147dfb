#include "meter/data/zipf.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace weir::meter {
namespace {

struct Case {
  std::uint64_t count;
  double exponent;
};

// How far counts are from what they should be: the sum of squared differences over expectations.
double chi_squared(const Case& of, const std::vector<std::uint64_t>& seen, std::uint64_t draws) {
  double total = 0;
  for (std::uint64_t k = 1; k <= of.count; ++k) {
    total += std::pow(static_cast<double>(k), -of.exponent);
  }
  double distance = 0;
  for (std::uint64_t k = 1; k <= of.count; ++k) {
    const double expected =
        static_cast<double>(draws) * std::pow(static_cast<double>(k), -of.exponent) / total;
    const double difference = static_cast<double>(seen[k - 1]) - expected;
    distance += difference * difference / expected;
  }
  return distance;
}

TEST(Zipf, HasTheDistributionOfItsName) {
  constexpr std::uint64_t draws = 200'000;
  for (const Case& of : {Case{50, 1}, Case{50, 0.5}, Case{20, 2}, Case{10, 0}, Case{2, 1}}) {
    const Zipf zipf(of.count, of.exponent);
    FastRandom random(11);
    std::vector<std::uint64_t> seen(of.count);
    for (std::uint64_t draw = 0; draw < draws; ++draw) {
      const std::uint64_t number = zipf.draw(random);
      ASSERT_GE(number, 1u);
      ASSERT_LE(number, of.count);
      ++seen[number - 1];
    }
    // Five standard deviations above the mean of that distribution.
    const double freedom = static_cast<double>(of.count) - 1;
    EXPECT_LT(chi_squared(of, seen, draws), freedom + 5 * std::sqrt(2 * freedom))
        << of.count << " numbers, exponent " << of.exponent;
  }
}

TEST(Zipf, OfOneNumberIsThatNumber) {
  const Zipf zipf(1, 1);
  FastRandom random(1);
  for (int draw = 0; draw < 100; ++draw) EXPECT_EQ(zipf.draw(random), 1u);
}

// No table: as many numbers as there can be are no dearer than ten.
TEST(Zipf, TakesAnyCount) {
  const Zipf zipf(std::uint64_t{1} << 53u, 1);
  FastRandom random(1);
  std::uint64_t highest = 0;
  for (int draw = 0; draw < 1'000; ++draw) highest = std::max(highest, zipf.draw(random));
  EXPECT_GT(highest, std::uint64_t{1} << 40u);
  EXPECT_LE(highest, std::uint64_t{1} << 53u);
}

}  // namespace
}  // namespace weir::meter
