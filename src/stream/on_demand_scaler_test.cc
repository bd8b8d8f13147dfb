// A stream's shards over days of load, on virtual time and with a real catalog.

#include "stream/on_demand_scaler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "stream/catalog_fixture.h"

namespace weir::stream {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const StreamKey clicks{"000000000001", "us-east-1", "clicks"};
constexpr std::uint64_t mib = 1u << 20;

class OnDemandScalerTest : public CatalogFixture {
 protected:
  void SetUp() override { restart(); }
  ~OnDemandScalerTest() override { scaler_.reset(); }

  void restart() {
    scaler_.reset();
    ASSERT_TRUE(start());
    scaler_.emplace(home_, catalog(), limits_, time(), logger_);
    home_.post([this] { scaler_->start(); });
    let_pass(milliseconds(1));
  }

  void create_on_demand() {
    ASSERT_TRUE(ask<void>([&](env::EventLoop& loop, Done<void> done) {
      streams().create(loop,
                       {.key = clicks, .shard_count = 4, .mode = StreamMode::on_demand, .tags = {}},
                       std::move(done));
    }));
  }

  const StreamDescription& stream() {
    description_ = view()->state.find(clicks);
    return *description_;
  }
  std::size_t open_shards() { return stream().open_shard_count(); }

  // A minute in which the stream takes so much a second, each shard the same.
  void minute_of(std::uint64_t bytes_per_second) {
    const StreamPointer running = *view()->find_stream(clicks);
    const std::uint64_t each = 60 * bytes_per_second / open_shards();
    for (const auto& shard : running->shards->all()) {
      if (shard->description.is_open()) take(*shard, each);
    }
    let_pass(minutes(1));
  }
  void take(Shard& shard, std::uint64_t bytes) {
    static constexpr WriteLimitSettings lifted{.enabled = false};
    ASSERT_TRUE(shard.write_limit.try_take(lifted, 1, bytes, time().monotonic_now()));
  }

  Limits limits_;
  DescriptionPointer description_;
  std::optional<OnDemandScaler> scaler_;
};

// 1 MiB/s in the morning, 12 MiB/s at noon: 4 shards become 8, 16 and 32, each step within 15
// minutes of the load that calls for it, and stay so in the quiet of the night.
TEST_F(OnDemandScalerTest, ADayOfLoad) {
  create_on_demand();
  const auto load_at = [](int minute) {
    const int from_noon = std::abs(minute - 720);
    return from_noon >= 600 ? mib : mib + (11 * mib * static_cast<unsigned>(600 - from_noon)) / 600;
  };
  std::size_t most = 0;
  int minutes_short = 0;
  for (int minute = 0; minute < 1'440; ++minute) {
    const std::uint64_t load = load_at(minute);
    minute_of(load);
    const std::size_t shards = open_shards();
    ASSERT_GE(shards, most) << "at minute " << minute;
    most = shards;
    // Double the load fits again within 15 minutes.
    minutes_short = 2 * load > shards * mib ? minutes_short + 1 : 0;
    ASSERT_LE(minutes_short, 15) << "at minute " << minute;
  }
  EXPECT_EQ(open_shards(), 32U);
  EXPECT_EQ(std::ranges::max(stream().on_demand.demands, {}, &DailyDemand::shards).shards, 32U);
  // Every shard that came has a parent.
  for (const ShardDescription& shard : *stream().shards) {
    EXPECT_EQ(shard.parent.has_value(), shard.index.value >= 4) << shard.index.value;
  }
}

TEST_F(OnDemandScalerTest, AfterThirtyQuietDaysShardsMergeDownToFour) {
  create_on_demand();
  for (int minute = 0; minute < 40; ++minute) minute_of(8 * mib);
  ASSERT_EQ(open_shards(), 16U);
  let_pass(hours(24 * 29));
  EXPECT_EQ(open_shards(), 16U);
  let_pass(hours(48));
  EXPECT_EQ(open_shards(), 4U);
}

// A load that comes at once is throttled until the shards have doubled often enough: once in 15
// minutes.
TEST_F(OnDemandScalerTest, ShardsDoubleAtMostOnceInFifteenMinutes) {
  create_on_demand();
  std::vector<std::size_t> counts;
  for (int minute = 0; minute < 35; ++minute) {
    minute_of(16 * mib);
    if (counts.empty() || counts.back() != open_shards()) counts.push_back(open_shards());
    if (minute == 14) {
      EXPECT_EQ(open_shards(), 8U);
    }
  }
  EXPECT_EQ(counts, (std::vector<std::size_t>{8, 16, 32}));
}

TEST_F(OnDemandScalerTest, AHotShardIsHalvedAloneAndNotForEver) {
  create_on_demand();
  for (int minute = 0; minute < 24 * 60; ++minute) {
    const StreamPointer running = *view()->find_stream(clicks);
    take(running->shards->shard_for({5}), 60 * mib * 9 / 10);
    let_pass(minutes(1));
  }
  // Twice the four that a new stream has, and no more, although one shard is as hot as ever.
  EXPECT_EQ(open_shards(), 8U);
}

TEST_F(OnDemandScalerTest, WhatWasWrittenDownOutlivesTheProcess) {
  create_on_demand();
  for (int minute = 0; minute < 20; ++minute) minute_of(4 * mib);
  ASSERT_EQ(open_shards(), 8U);
  restart();
  let_pass(hours(24));
  EXPECT_EQ(open_shards(), 8U);
}

TEST_F(OnDemandScalerTest, ProvisionedStreamsAreLeftAlone) {
  ASSERT_TRUE(create(clicks, 2));
  for (int minute = 0; minute < 30; ++minute) minute_of(8 * mib);
  EXPECT_EQ(open_shards(), 2U);
}

}  // namespace
}  // namespace weir::stream
