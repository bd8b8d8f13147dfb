#include "env/clock.h"

#include <gtest/gtest.h>

#include "env/real_clock.h"
#include "env/sim_clock.h"

namespace weir::env {
namespace {

TEST(RealClock, MonotonicTimeDoesNotGoBack) {
  const RealClock clock;
  MonotonicTime last = clock.monotonic_now();
  for (int i = 0; i < 1000; ++i) {
    const MonotonicTime now = clock.monotonic_now();
    EXPECT_GE(now, last);
    last = now;
  }
}

TEST(RealClock, WallTimeIsMillisecondsSince1970) {
  EXPECT_GT(RealClock().wall_now(), WallTime{1'700'000'000'000});
  EXPECT_LT(RealClock().wall_now(), WallTime{10'000'000'000'000});
}

TEST(SimClock, StandsStillUntilItIsMoved) {
  SimClock clock;
  const MonotonicTime start = clock.monotonic_now();
  const WallTime wall_start = clock.wall_now();
  EXPECT_EQ(clock.monotonic_now(), start);
  clock.advance(microseconds(2500));
  EXPECT_EQ(clock.monotonic_now() - start, microseconds(2500));
  EXPECT_EQ(clock.wall_now() - wall_start, milliseconds(2));
}

TEST(SimClock, TheWallClockJumpsAlone) {
  SimClock clock;
  const MonotonicTime start = clock.monotonic_now();
  const WallTime wall_start = clock.wall_now();
  clock.jump_wall(-std::chrono::hours(1));
  EXPECT_EQ(clock.monotonic_now(), start);
  EXPECT_EQ(clock.wall_now() - wall_start, -std::chrono::hours(1));
}

}  // namespace
}  // namespace weir::env
