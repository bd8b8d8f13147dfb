// FastRandom: random numbers for generated data and arrivals: some nanoseconds each, repeatable by
// seed. Not fit for keys. (xoshiro256++ by Blackman and Vigna, https://prng.di.unimi.it, seeded by
// their SplitMix64.)
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "base/uint128.h"

namespace weir::meter {

// Threads: one.
class FastRandom {
 public:
  using result_type = std::uint64_t;  // A UniformRandomBitGenerator, for <random>'s distributions.

  // `stream` tells the virtual users of one seed apart.
  explicit FastRandom(std::uint64_t seed, std::uint64_t stream = 0) {
    std::uint64_t mixed = seed + stream * 0xd1342543de82ef95u;
    for (std::uint64_t& word : state_) word = split_mix(mixed);
  }

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }
  result_type operator()() { return next(); }

  std::uint64_t next() {
    const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17u;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  // In [0, bound); `bound` is at least 1.
  std::uint64_t below(std::uint64_t bound) {
    return static_cast<std::uint64_t>((static_cast<uint128>(next()) * bound) >> 64u);
  }

  // In [low, high], both included; low <= high.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    const auto span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    if (span == max()) return static_cast<std::int64_t>(next());
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + below(span + 1));
  }

  // In [0, 1).
  double unit() { return static_cast<double>(next() >> 11u) * 0x1.0p-53; }

 private:
  static std::uint64_t split_mix(std::uint64_t& state) {
    std::uint64_t mixed = (state += 0x9e3779b97f4a7c15u);
    mixed = (mixed ^ (mixed >> 30u)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27u)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31u);
  }

  std::array<std::uint64_t, 4> state_{};
};

}  // namespace weir::meter
