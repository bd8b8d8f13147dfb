// Random: the door to chance. Nothing outside env/ and apps/ makes random numbers of its own.
//
// Implementations: SystemRandom (system_random.h), from the kernel, fit for keys; SeededRandom
// (seeded_random.h), the same numbers for the same seed, for tests and simulation.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace weir::env {

// Threads: any.
class Random {
 public:
  virtual ~Random() = default;

  // Fills `bytes` with random bytes.
  virtual void fill(MutableBytes bytes) = 0;

  // A number in [0, 2^64).
  std::uint64_t next() {
    std::uint64_t number = 0;
    fill(std::as_writable_bytes(std::span(&number, 1)));
    return number;
  }

  // A number in [0, bound); `bound` is at least 1. The bias of the remainder is below 2^-32 for
  // bounds below 2^32.
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
};

}  // namespace weir::env
