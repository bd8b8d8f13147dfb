// Drawing from env::Random.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>

#include "env/random.h"

namespace weir::simulation {

// One of the values, all equally likely.
template <class T>
T one_of(env::Random& random, std::initializer_list<T> values) {
  return values.begin()[random.below(values.size())];
}

// A number in [low, high].
inline std::uint64_t between(env::Random& random, std::uint64_t low, std::uint64_t high) {
  return low + random.below(high - low + 1);
}

inline bool percent(env::Random& random, std::uint64_t chance) {
  return random.below(100) < chance;
}

}  // namespace weir::simulation
