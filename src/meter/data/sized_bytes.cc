#include "meter/data/sized_bytes.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace weir::meter {
namespace {

// Marsaglia's polar method.
double draw_normal(FastRandom& random) {
  while (true) {
    const double x = 2 * random.unit() - 1;
    const double y = 2 * random.unit() - 1;
    const double square = x * x + y * y;
    if (square < 1 && square > 0) return x * std::sqrt(-2 * std::log(square) / square);
  }
}

}  // namespace

std::size_t draw_size(const SizedData& sizes, FastRandom& random) {
  if (!sizes.mean) {
    return static_cast<std::size_t>(random.between(sizes.bytes_min, sizes.bytes_max));
  }
  // Sizes beyond the bounds are drawn again, unless next to all are.
  double size = 0;
  for (int attempt = 0; attempt < 100; ++attempt) {
    size = std::round(*sizes.mean + sizes.deviation * draw_normal(random));
    if (size >= sizes.bytes_min && size <= sizes.bytes_max) break;
  }
  return static_cast<std::size_t>(
      std::clamp(size, static_cast<double>(sizes.bytes_min), static_cast<double>(sizes.bytes_max)));
}

void fill_random(FastRandom& random, std::size_t bytes, std::string& out) {
  out.resize(bytes);
  std::size_t at = 0;
  for (; at + 8 <= bytes; at += 8) {
    const std::uint64_t word = random.next();
    std::memcpy(out.data() + at, &word, 8);
  }
  const std::uint64_t word = random.next();
  std::memcpy(out.data() + at, &word, bytes - at);
}

}  // namespace weir::meter
