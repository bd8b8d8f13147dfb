// SeededRandom: the same numbers for the same seed, on every machine. For tests and simulation,
// never for keys: whoever sees one number can work out all others.
//
// SplitMix64 (Steele, Lea, Flood 2014): its state is a counter, so that threads can share it
// without a lock.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>

#include "env/random.h"

namespace weir::env {

// Threads: any; but the numbers repeat only if the order of the calls does.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}

  void fill(MutableBytes bytes) override {
    while (!bytes.empty()) {
      const std::uint64_t number = next_number();
      const std::size_t count = std::min(bytes.size(), sizeof number);
      std::memcpy(bytes.data(), &number, count);
      bytes = bytes.subspan(count);
    }
  }

 private:
  std::uint64_t next_number() {
    constexpr std::uint64_t golden_gamma = 0x9E3779B97F4A7C15;
    std::uint64_t z = state_.fetch_add(golden_gamma, std::memory_order_relaxed) + golden_gamma;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }

  std::atomic<std::uint64_t> state_;
};

}  // namespace weir::env
