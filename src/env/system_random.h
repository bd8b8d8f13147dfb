// SystemRandom: random bytes from the kernel, fit for keys, tokens and ids.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "base/mutex.h"
#include "env/random.h"

namespace weir::env {

// Small requests are served from a stock that is refilled in one system call, so that an id of 16
// bytes costs some 30 ns; what was given out is wiped from the stock. A child of fork() must not go
// on using its parent's object: both would give out the same bytes.
//
// Threads: any. Aborts if the kernel has no randomness to give, which it always has once booted.
class SystemRandom final : public Random {
 public:
  void fill(MutableBytes bytes) override;

 private:
  // getrandom never gives less than asked for up to this size.
  static constexpr std::size_t stock_bytes = 256;

  void take(MutableBytes bytes) REQUIRES(mutex_);

  Mutex mutex_;
  std::array<std::byte, stock_bytes> stock_ GUARDED_BY(mutex_) = {};
  std::size_t left_ GUARDED_BY(mutex_) = 0;  // The last `left_` bytes of the stock are unused.
};

}  // namespace weir::env
