#include "stream/read_limit.h"

#include <gtest/gtest.h>

#include "env/sim_clock.h"

namespace weir::stream {
namespace {

constexpr std::size_t mib = 1u << 20;

class ReadLimitTest : public testing::Test {
 protected:
  bool call() { return limit_.try_call(settings_, clock_.monotonic_now()); }
  void read(std::size_t bytes) { limit_.charge(settings_, bytes, clock_.monotonic_now()); }
  bool iterator() { return limit_.try_iterator(settings_, clock_.monotonic_now()); }

  env::SimClock clock_;
  ReadLimitSettings settings_;
  ReadLimit limit_;
};

TEST_F(ReadLimitTest, FiveCallsASecondPass) {
  for (int count = 0; count < 5; ++count) EXPECT_TRUE(call());
  EXPECT_FALSE(call());
  clock_.advance(milliseconds(200));
  EXPECT_TRUE(call());
  EXPECT_FALSE(call());
  clock_.advance(seconds(60));
  for (int count = 0; count < 5; ++count) EXPECT_TRUE(call());
  EXPECT_FALSE(call());
}

TEST_F(ReadLimitTest, AnAnswerOfTenMebibytesClosesTheShardForFiveSeconds) {
  ASSERT_TRUE(call());
  read(10 * mib);
  clock_.advance(milliseconds(4'999));
  EXPECT_FALSE(call());
  clock_.advance(milliseconds(1));
  EXPECT_TRUE(call());
}

TEST_F(ReadLimitTest, TwoMebibytesASecondAreReadForEver) {
  for (int count = 0; count < 100; ++count) {
    ASSERT_TRUE(call()) << count;
    read(mib);
    clock_.advance(milliseconds(500));
  }
}

TEST_F(ReadLimitTest, WhatGoesBeyondTwoMebibytesASecondIsRefused) {
  // Two seconds' worth at once: the first is the bucket's, the second a debt.
  ASSERT_TRUE(call());
  read(2 * mib);
  ASSERT_TRUE(call());
  read(2 * mib);
  EXPECT_FALSE(call());
  clock_.advance(milliseconds(999));
  EXPECT_FALSE(call());
  clock_.advance(milliseconds(1));
  EXPECT_TRUE(call());
}

// A refused call costs nothing, so that a client that tries again gets in.
TEST_F(ReadLimitTest, RefusedCallsDoNotCount) {
  read(10 * mib);
  for (int count = 0; count < 100; ++count) EXPECT_FALSE(call());
  clock_.advance(seconds(5));
  for (int count = 0; count < 5; ++count) EXPECT_TRUE(call());
}

TEST_F(ReadLimitTest, IteratorsAreCountedByThemselves) {
  for (int count = 0; count < 5; ++count) EXPECT_TRUE(iterator());
  EXPECT_FALSE(iterator());
  EXPECT_TRUE(call());
}

TEST_F(ReadLimitTest, ZeroLiftsALimit) {
  settings_ = {.bytes_per_second = 0, .calls_per_second = 0, .iterators_per_second = 0};
  for (int count = 0; count < 1'000; ++count) {
    ASSERT_TRUE(call());
    ASSERT_TRUE(iterator());
    read(10 * mib);
  }
}

}  // namespace
}  // namespace weir::stream
