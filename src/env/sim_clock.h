// SimClock: time that stands still until a test or a SimScheduler moves it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

#include "base/check.h"
#include "env/clock.h"

namespace weir::env {

// Threads: any.
class SimClock final : public Clock {
 public:
  // 2024-01-01T00:00:00Z: a time that needs all the digits that real ones have.
  static constexpr WallTime default_start{1'704'067'200'000};

  explicit SimClock(WallTime start = default_start) : wall_at_zero_ns_(start.ms * ns_per_ms) {}

  MonotonicTime monotonic_now() const override { return {monotonic_ns_.load()}; }

  WallTime wall_now() const override {
    return {(wall_at_zero_ns_.load() + monotonic_ns_.load()) / ns_per_ms};
  }

  // Both clocks go on by `delta`, which is not negative.
  void advance(nanoseconds delta) {
    CHECK(delta.count() >= 0, "time cannot go back by {} ns", -delta.count());
    monotonic_ns_ += delta.count();
  }

  // Somebody sets the wall clock, either way; the monotonic one does not notice.
  void jump_wall(milliseconds delta) { wall_at_zero_ns_ += delta.count() * ns_per_ms; }

 private:
  static constexpr std::int64_t ns_per_ms = 1'000'000;

  std::atomic<std::int64_t> monotonic_ns_ = 0;
  std::atomic<std::int64_t> wall_at_zero_ns_;
};

}  // namespace weir::env
