#include "meter/plan/spelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace weir::meter {
namespace {

// Longer words are no slips, and the distance costs the product of both lengths.
constexpr std::size_t word_max = 64;

char folded(char letter) {
  if (letter >= 'A' && letter <= 'Z') return static_cast<char>(letter - 'A' + 'a');
  return letter == '-' ? '_' : letter;
}

// How many letters must be put in, taken out, changed or swapped with the next one.
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last(right.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t row = 1; row <= left.size(); ++row) {
    std::vector<std::size_t> current(right.size() + 1, row);
    for (std::size_t column = 1; column <= right.size(); ++column) {
      const char a = folded(left[row - 1]);
      const char b = folded(right[column - 1]);
      current[column] = std::min({last[column] + 1, current[column - 1] + 1,
                                  last[column - 1] + static_cast<std::size_t>(a != b)});
      const bool is_swap =
          row > 1 && column > 1 && a == folded(right[column - 2]) && b == folded(left[row - 2]);
      if (is_swap) current[column] = std::min(current[column], before_last[column - 2] + 1);
    }
    before_last = std::move(last);
    last = std::move(current);
  }
  return last.back();
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  if (word.size() > word_max) return {};
  std::string_view best;
  std::size_t best_distance =
      std::max<std::size_t>(1, std::min<std::size_t>(3, word.size() / 3)) + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t steps = distance(word, candidate);
    if (steps >= best_distance) continue;
    best = candidate;
    best_distance = steps;
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  const std::string_view guess = nearest(word, candidates);
  return guess.empty() ? "" : fmt::format("; did you mean \"{}\"?", guess);
}

}  // namespace weir::meter
