#include "stream/write_limit.h"

#include <gtest/gtest.h>

#include "env/sim_clock.h"

namespace weir::stream {
namespace {

constexpr std::size_t mib = 1u << 20;

class WriteLimitTest : public testing::Test {
 protected:
  bool take(std::size_t records, std::size_t bytes) {
    return limit_.try_take(settings_, records, bytes, clock_.monotonic_now());
  }

  // How many puts of so much pass, one after another.
  int passing(std::size_t records, std::size_t bytes) {
    int count = 0;
    while (count < 100'000 && take(records, bytes)) ++count;
    return count;
  }

  env::SimClock clock_;
  WriteLimitSettings settings_;
  WriteLimit limit_;
};

TEST_F(WriteLimitTest, ExactlyAThousandRecordsPassAtOnce) { EXPECT_EQ(passing(1, 1), 1'000); }

TEST_F(WriteLimitTest, ExactlyOneMebibytePassesAtOnce) {
  EXPECT_EQ(passing(1, 64u << 10), 16);
  EXPECT_FALSE(take(1, 1));
}

TEST_F(WriteLimitTest, ARecordOfOneMebibyteTakesTheWholeSecond) {
  EXPECT_TRUE(take(1, mib));
  clock_.advance(milliseconds(999));
  EXPECT_FALSE(take(1, mib));
  clock_.advance(milliseconds(1));
  EXPECT_TRUE(take(1, mib));
}

TEST_F(WriteLimitTest, AThousandRecordsAndOneAreRefusedTogether) {
  EXPECT_TRUE(take(1, 1));
  EXPECT_FALSE(take(1'000, 1'000));
  EXPECT_TRUE(take(999, 999));
}

TEST_F(WriteLimitTest, WhatIsRefusedForItsRecordsTakesNoBytes) {
  EXPECT_TRUE(take(1'000, 10));
  EXPECT_FALSE(take(1, mib / 2));
  clock_.advance(milliseconds(1));
  // The bytes are all there but for ten, the records only for one.
  EXPECT_TRUE(take(1, mib - 10));
}

TEST_F(WriteLimitTest, WhatIsRefusedForItsBytesTakesNoRecords) {
  EXPECT_TRUE(take(1, mib));
  for (int i = 0; i < 5'000; ++i) EXPECT_FALSE(take(1, 2'000));
  clock_.advance(milliseconds(10));
  EXPECT_EQ(passing(1, 1), 1'000);
}

TEST_F(WriteLimitTest, PassesThatMuchASecondForAMinuteAndNoMore) {
  int records = passing(1, 1);
  for (int tick = 0; tick < 600; ++tick) {
    clock_.advance(milliseconds(100));
    records += passing(1, 1);
  }
  EXPECT_EQ(records, 61'000);
}

TEST_F(WriteLimitTest, BytesFlowAtOneMebibyteASecond) {
  std::size_t bytes = static_cast<std::size_t>(passing(1, 4'096)) * 4'096;
  for (int tick = 0; tick < 600; ++tick) {
    clock_.advance(milliseconds(100));
    bytes += static_cast<std::size_t>(passing(1, 4'096)) * 4'096;
  }
  EXPECT_LE(bytes, 61 * mib);
  EXPECT_GE(bytes, 61 * mib - 4'096);
}

TEST_F(WriteLimitTest, RestSavesUpOneSecondAndNotMore) {
  passing(1, 1);
  clock_.advance(seconds(3'600));
  EXPECT_EQ(passing(1, 1), 1'000);
}

TEST_F(WriteLimitTest, ARecordLargerThanASecondsWorthPassesWhenNothingIsOwedAndIsPaidOff) {
  EXPECT_TRUE(take(1, 10 * mib));
  clock_.advance(milliseconds(8'999));
  EXPECT_FALSE(take(1, 1));
  clock_.advance(milliseconds(1'001));
  EXPECT_TRUE(take(1, 10 * mib));
}

TEST_F(WriteLimitTest, LiftedLimitsLetEverythingThrough) {
  settings_.enabled = false;
  for (int i = 0; i < 5'000; ++i) ASSERT_TRUE(take(500, mib));
}

TEST_F(WriteLimitTest, OtherRecordRatesHoldAsSet) {
  settings_.records_per_second = 2;
  EXPECT_EQ(passing(1, 1), 2);
  clock_.advance(milliseconds(500));
  EXPECT_EQ(passing(1, 1), 1);
}

TEST_F(WriteLimitTest, OtherByteRatesHoldAsSet) {
  settings_.bytes_per_second = 10;
  EXPECT_EQ(passing(1, 5), 2);
  clock_.advance(milliseconds(500));
  EXPECT_EQ(passing(1, 5), 1);
}

}  // namespace
}  // namespace weir::stream
