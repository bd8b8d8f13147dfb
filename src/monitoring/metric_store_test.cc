#include "monitoring/metric_store.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "env/memory_logger.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"
#include "env/sim_worker.h"
#include "log/memory/memory_log_store.h"
#include "monitoring/store_logs.h"

namespace weir::monitoring {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Metric metric(const std::string& name, std::vector<Dimension> dimensions = {}) {
  return {.account_id = "000000000001",
          .region = "us-east-1",
          .name_space = "Test",
          .name = name,
          .dimensions = std::move(dimensions)};
}

// Sums by period's start.
using Sums = std::map<std::int64_t, double>;

class MetricStoreTest : public testing::Test {
 protected:
  MetricStoreTest() { start(); }

  // A process on the logs there are. The one before is killed, whatever it was doing.
  void start(OpenPointsLimits limits = {}, MetricStore::Gather gather = nullptr) {
    store_.reset();
    worker_.reset();
    home_.reset();
    // Of another index each time: answers for the one that was killed wait in the logs for ever.
    home_ = std::make_unique<env::SimLoop>(scheduler_, loops_++);
    worker_ = std::make_unique<env::SimWorker>(scheduler_);
    store_ = std::make_unique<MetricStore>(
        MetricStore::Parts{
            .home = *home_, .logs = logs_, .worker = *worker_, .clock = clock_, .logger = logger_},
        limits);
    home_->post([this, gather = std::move(gather)]() mutable { store_->start(std::move(gather)); });
    scheduler_.run_until_idle();
  }

  void stop() {
    home_->post([this] { store_->stop([](const Result<void>& done) { ASSERT_TRUE(done); }); });
    scheduler_.run_until_idle();
  }

  WallTime now() const { return clock_.wall_now(); }

  Result<void> add(const Metric& to, double value, WallTime time, bool is_fine = false) {
    Statistics statistics;
    statistics.record(value);
    return store_->add({{.metric = to,
                         .unit = "Count",
                         .time = time,
                         .statistics = statistics,
                         .is_high_resolution = is_fine}});
  }

  Result<std::vector<Datapoint>> read_range(const MetricRange& range) {
    std::optional<Result<std::vector<Datapoint>>> answer;
    home_->post([&] {
      store_->read(*home_, range,
                   [&](Result<std::vector<Datapoint>> read) { answer = std::move(read); });
    });
    scheduler_.run_until_idle();
    return *answer;
  }

  Sums sums_of(const Metric& of, seconds period, WallTime start, WallTime end) {
    const auto read = read_range({.metric = of, .start = start, .end = end, .period = period});
    Sums sums;
    if (!read) return sums;
    for (const Datapoint& point : *read) sums[point.time.ms] += point.statistics.sum;
    return sums;
  }

  // Of everything within a month, whichever resolution is read.
  double total_of(const Metric& of, seconds period) {
    const std::int64_t day = 24 * hour_ms;
    const WallTime end{(now().ms / day + 2) * day};
    double total = 0;
    for (const auto& entry : sums_of(of, period, end - hours(40 * 24), end)) total += entry.second;
    return total;
  }

  env::SimClock clock_;
  env::SeededRandom random_{1};
  env::SimScheduler scheduler_{clock_, random_};
  env::MemoryLogger logger_;
  log::memory::MemoryLogStore logs_{clock_};
  std::size_t loops_ = 0;
  std::unique_ptr<env::SimLoop> home_;
  std::unique_ptr<env::SimWorker> worker_;
  std::unique_ptr<MetricStore> store_;
};

TEST_F(MetricStoreTest, WhatIsAddedIsReadAtOnce) {
  ASSERT_TRUE(add(metric("a"), 3, now()));
  ASSERT_TRUE(add(metric("a"), 4, now()));
  const auto read = read_range({.metric = metric("a"), .start = now(), .end = now() + minutes(1)});
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 1u);
  EXPECT_EQ(read->front().time, now());
  EXPECT_EQ(read->front().unit, "Count");
  EXPECT_EQ(read->front().statistics.sample_count, 2);
  EXPECT_EQ(read->front().statistics.maximum, 4);
  EXPECT_NEAR(read->front().statistics.sketch.value_at(50), 3, 0.03);
  EXPECT_EQ(sums_of(metric("b"), seconds(60), now(), now() + minutes(1)), Sums());
}

// Thousands of alarms read the same minute that is over: the loops are asked for it once. What they
// may still count is asked for each time.
TEST_F(MetricStoreTest, WhatIsOverIsAskedForOnce) {
  int asked = 0;
  start({}, [&](env::EventLoop& home, Done<void> done) {
    ++asked;
    EXPECT_TRUE(add(metric("a"), 1, now()));
    home.post([done = std::move(done)]() mutable { done({}); });
  });
  const WallTime begin = now();
  scheduler_.run_for(minutes(1) + seconds(1));
  const int before = asked;  // By the end of the minute.
  const MetricRange range{.metric = metric("a"), .start = begin, .end = begin + minutes(1)};
  for (int again = 0; again < 3; ++again) ASSERT_TRUE(read_range(range));
  EXPECT_EQ(asked, before + 3);  // It is over for a second only.
  scheduler_.run_for(seconds(10));
  for (int again = 0; again < 3; ++again) ASSERT_TRUE(read_range(range));
  EXPECT_EQ(asked, before + 4);
  // And each time before what it brings is read.
  const Sums sums = sums_of(metric("a"), seconds(60), begin, begin + minutes(2));
  EXPECT_EQ(asked, before + 5);
  EXPECT_EQ(sums, (Sums{{begin.ms + minute_ms, asked}}));
  clock_.jump_wall(-hours(1));
  ASSERT_TRUE(read_range(range));
  EXPECT_EQ(asked, before + 6);
}

TEST_F(MetricStoreTest, AKillLosesTheCurrentMinuteAndNoOther) {
  const WallTime begin = now();
  ASSERT_TRUE(add(metric("a"), 3, now()));
  EXPECT_EQ(store_->written_before(), begin);
  scheduler_.run_for(minutes(1) + seconds(1));
  EXPECT_EQ(store_->written_before(), begin + minutes(1));
  ASSERT_TRUE(add(metric("a"), 100, now()));
  start();
  EXPECT_EQ(sums_of(metric("a"), seconds(60), begin, begin + hours(1)), (Sums{{begin.ms, 3}}));
  ASSERT_TRUE(add(metric("a"), 5, now()));
  stop();
  start();
  EXPECT_EQ(sums_of(metric("a"), seconds(60), begin, begin + hours(1)),
            (Sums{{begin.ms, 3}, {begin.ms + minute_ms, 5}}));
  EXPECT_EQ(store_->list({.account_id = "000000000001", .region = "us-east-1"}, {}, 10),
            std::vector{metric("a")});
}

TEST_F(MetricStoreTest, DaysAreReadInEveryResolutionBeforeAndAfterARestart) {
  const WallTime begin = now();
  std::map<std::string, Sums> expected;
  for (int minute = 0; minute < 26 * 60; ++minute) {
    for (const std::string name : {"a", "b", "c"}) {
      if (name == "b" && minute / 60 % 3 == 1) continue;
      const double value = minute * 2 + name[0];
      ASSERT_TRUE(add(metric(name), value, now()));
      expected[name][now().ms] += value;
    }
    scheduler_.run_for(minutes(1));
  }
  scheduler_.run_for(seconds(1));  // The last minute is written once it has ended.
  for (int run = 0; run < 2; ++run) {
    for (const auto& [name, by_minute] : expected) {
      for (const std::int64_t period : {60, 120, 300, 900, 3'600, 7'200, 86'400}) {
        Sums sums;
        for (const auto& [ms, value] : by_minute) {
          sums[begin.ms + (ms - begin.ms) / (period * 1000) * period * 1000] += value;
        }
        EXPECT_TRUE(sums_of(metric(name), seconds(period), begin, begin + hours(72)) == sums)
            << name << " by " << period;
      }
      // A part, whose ends are in the middle of windows.
      Sums part(by_minute.lower_bound(begin.ms + 90 * minute_ms),
                by_minute.lower_bound(begin.ms + 1'234 * minute_ms));
      EXPECT_EQ(sums_of(metric(name), seconds(60), begin + minutes(90), begin + minutes(1'234)),
                part);
    }
    start();
  }
}

TEST_F(MetricStoreTest, WhatComesLateIsFoundAndCountsOnce) {
  const WallTime begin = now();
  for (int hour = 0; hour < 30; ++hour) {
    ASSERT_TRUE(add(metric("a"), 1, now()));
    scheduler_.run_for(hours(1));
    if (hour == 10 || hour == 20) {
      ASSERT_TRUE(add(metric("a"), 1'000, begin + minutes(7)));
      ASSERT_TRUE(add(metric("b"), 50, begin + minutes(7)));
    }
    if (hour % 7 == 0) start();
  }
  for (const seconds period : {seconds(60), seconds(300), seconds(3'600)}) {
    EXPECT_EQ(total_of(metric("a"), period), 30 + 2'000);
    EXPECT_EQ(total_of(metric("b"), period), 100);
  }
  const Sums first = sums_of(metric("a"), seconds(60), begin, begin + hours(1));
  EXPECT_EQ(first, (Sums{{begin.ms, 1}, {(begin + minutes(7)).ms, 2'000}}));
}

// Whenever it happens: in the middle of a window, between windows, before they are known as whole.
TEST_F(MetricStoreTest, AKillWhileAnHourIsWrittenCountsNothingTwice) {
  std::mt19937 chance(3);
  double written = 0;
  for (int hour = 0; hour < 120; ++hour) {
    ASSERT_TRUE(add(metric("a"), hour, now() - hours(chance() % 3)));
    ASSERT_TRUE(add(metric("b"), hour, now()));
    written += hour;
    // Five minutes after an hour its end is written: some steps of that, and then the kill.
    const std::int64_t due = (now().ms / hour_ms + 1) * hour_ms + 5 * minute_ms;
    scheduler_.run_for(milliseconds(due - now().ms) - nanoseconds(1));
    clock_.advance(nanoseconds(1));
    for (auto steps = chance() % 30; steps > 0 && scheduler_.step(); --steps) {
    }
    start();
    ASSERT_EQ(total_of(metric("a"), seconds(60)), written);
    ASSERT_EQ(total_of(metric("a"), seconds(300)), written);
    ASSERT_EQ(total_of(metric("a"), seconds(3'600)), written);
    ASSERT_EQ(total_of(metric("b"), seconds(3'600)), written);
  }
  EXPECT_EQ(logger_.error_count(), 0u);
}

TEST_F(MetricStoreTest, MinutesGoAfterFifteenDaysAndHoursAfterFourHundredAndFiftyFive) {
  const WallTime begin = now();
  ASSERT_TRUE(add(metric("a"), 1, now()));
  const auto kept_after = [&](int days) {
    while (now() < begin + hours(24 * days)) {
      scheduler_.run_for(hours(12));
      ASSERT_TRUE(add(metric("now"), 1, now()));
    }
    scheduler_.run_for(hours(25));
  };
  const auto kept = [&](seconds period) {
    return !sums_of(metric("a"), period, begin, begin + hours(1)).empty();
  };
  kept_after(13);
  EXPECT_TRUE(kept(seconds(60)));
  kept_after(15);
  EXPECT_FALSE(kept(seconds(60)));
  EXPECT_TRUE(kept(seconds(300)));
  kept_after(63);
  EXPECT_FALSE(kept(seconds(300)));
  EXPECT_TRUE(kept(seconds(3'600)));
}

TEST_F(MetricStoreTest, PeriodsOfSecondsAreThereForThreeHours) {
  const WallTime begin = now();
  ASSERT_TRUE(add(metric("a"), 1, begin, true));
  ASSERT_TRUE(add(metric("a"), 2, begin + seconds(7), true));
  ASSERT_TRUE(add(metric("a"), 4, begin + seconds(59), true));
  EXPECT_EQ(sums_of(metric("a"), seconds(1), begin, begin + minutes(1)).size(), 3u);
  EXPECT_EQ(sums_of(metric("a"), seconds(10), begin, begin + minutes(1)),
            (Sums{{begin.ms, 3}, {begin.ms + 50'000, 4}}));
  EXPECT_EQ(sums_of(metric("a"), seconds(60), begin, begin + minutes(1)), (Sums{{begin.ms, 7}}));
  scheduler_.run_for(hours(3) + minutes(2));
  EXPECT_EQ(sums_of(metric("a"), seconds(1), begin, begin + minutes(1)), Sums());
  EXPECT_EQ(sums_of(metric("a"), seconds(60), begin, begin + minutes(1)), (Sums{{begin.ms, 7}}));
}

TEST_F(MetricStoreTest, AMillionMetricsAreRefused) {
  start({.series = {.series_max = 10, .series_per_account_max = 5}});
  std::vector<MetricValue> values;
  values.reserve(6);
  for (int number = 0; number < 6; ++number) {
    values.push_back({.metric = metric("m" + std::to_string(number)),
                      .time = now(),
                      .statistics = statistics_of_set(1, 1, 1, 1)});
  }
  const Result<void> added = store_->add(values);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::limit_exceeded);
  EXPECT_EQ(store_->open_points().series_count(), 0u);
  store_->add_what_fits(values);
  EXPECT_EQ(store_->open_points().series_count(), 5u);
  EXPECT_EQ(store_->open_points().dropped(), 1u);
}

TEST_F(MetricStoreTest, MoreThanMemoryIsForIsRefused) {
  start({.pending_points_max = 3, .fine_points_max = 2});
  for (int minute = 0; minute < 3; ++minute) {
    ASSERT_TRUE(add(metric("a"), 1, now() + minutes(minute), minute < 2));
  }
  EXPECT_EQ(add(metric("a"), 1, now() + minutes(5)).error().code, ErrorCode::throttled);
  scheduler_.run_for(minutes(4));
  EXPECT_EQ(add(metric("a"), 1, now(), true).error().code, ErrorCode::throttled);
  EXPECT_TRUE(add(metric("a"), 1, now()));
  start({.row_bytes_max = 100});
  ASSERT_TRUE(add(metric("a"), 1, now()));
  ASSERT_TRUE(add(metric("b"), 1, now()));
  for (int minute = 0; minute < 10; ++minute) {
    scheduler_.run_for(minutes(1));
    store_->add_what_fits(
        {{.metric = metric("c"), .time = now(), .statistics = statistics_of_set(2, 3, 1, 2)}});
  }
  EXPECT_LE(store_->open_points().row_bytes(), 120u);
  EXPECT_GT(store_->open_points().dropped(), 0u);
  EXPECT_EQ(add(metric("a"), 1, now()).error().code, ErrorCode::throttled);
}

TEST_F(MetricStoreTest, ARangeOfTooManyPeriodsIsRefused) {
  const auto read =
      read_range({.metric = metric("a"), .start = now() - minutes(100'801), .end = now()});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::limit_exceeded);
}

}  // namespace
}  // namespace weir::monitoring
