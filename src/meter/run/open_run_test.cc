#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "meter/run/run_fixture.h"

namespace weir::meter {
namespace {

using namespace std::chrono_literals;

class OpenRun : public RunTest {
 protected:
  OpenLoad& load(double per_second, milliseconds duration) {
    auto& open = group_.load.emplace<OpenLoad>();
    open.rate = std::vector<Stage>{
        {.from_per_second = per_second, .to_per_second = per_second, .duration = duration}};
    return open;
  }
};

TEST_F(OpenRun, SendsWhenPlannedWhateverTheAnswersTake) {
  load(10, 2s);
  kinesis_.takes = 700ms;
  prepare();
  const RunResult result = run();
  std::vector<std::int64_t> expected;
  for (std::int64_t at = 0; at < 2'000; at += 100) expected.push_back(at);
  EXPECT_EQ(put_times(), expected);
  EXPECT_EQ(result.labels[0].counts.samples, 20U);
  EXPECT_EQ(result.punctuality.lateness.count(), 20U);
  EXPECT_LT(result.punctuality.lateness.max(), 64);  // What the histogram tells apart.
  EXPECT_EQ(result.punctuality.late, 0U);
  EXPECT_NEAR(static_cast<double>(result.labels[0].latency.max()), 700e6, 1e6);
}

// A server that stands still for a second: what was planned meanwhile waited for it, up to a whole
// second, whatever the service time of those sent later.
TEST_F(OpenRun, LatencyCountsFromThePlanWhenTheServerStalls) {
  auto& open = load(1'000, 10s);
  open.connections_max = 8;
  prepare();
  begin(surroundings());
  scheduler_.run_for(5s);
  network_.set_stalled(true);
  scheduler_.run_for(1s);
  network_.set_stalled(false);
  const RunResult result = end();
  const auto& latency = result.labels[0].latency;
  EXPECT_EQ(latency.count(), 10'000U);
  // A send planned t into the stall waits for the rest of it, and then for its turn: the backlog of
  // 1,000 goes at 8 a millisecond while one a millisecond comes. So 1,000 samples have from 1 s
  // down to 0, and some 140 more have the rest of the backlog: by arithmetic p95 is some 570 ms.
  EXPECT_NEAR(static_cast<double>(latency.max()), 1e9, 2e7);
  EXPECT_NEAR(static_cast<double>(latency.value_at(95)), 0.565e9, 0.03e9);
  // The calls themselves look harmless: eight of them stalled.
  EXPECT_LT(result.labels[0].service_time.value_at(99), 10'000'000);
  EXPECT_GT(result.labels[0].service_time.max(), 900'000'000);
  ASSERT_FALSE(result.notes.empty());
  EXPECT_NE(result.notes[0].find("found no free connection"), std::string::npos);
  EXPECT_EQ(result.punctuality.late, 0U);  // It was not the machine.
}

TEST_F(OpenRun, ConnectionsAreBounded) {
  auto& open = load(100, 1s);
  open.connections_max = 4;
  kinesis_.takes = 1s;
  prepare();
  const RunResult result = run();
  EXPECT_EQ(server_->counters().connections_accepted, 4U);
  EXPECT_EQ(result.labels[0].counts.samples, 100U);
  EXPECT_NEAR(static_cast<double>(result.labels[0].latency.max()), 24e9, 1e9);
}

TEST_F(OpenRun, RecordsAreCollectedIntoBatchesUntilTheyAreFull) {
  load(100, 1s);
  sampler_.operation = Operation::put_records;
  sampler_.batch.records_max = 20;
  prepare();
  const RunResult result = run();
  EXPECT_EQ(kinesis_.puts.size(), 100U);
  EXPECT_EQ(result.labels[0].counts.samples, 6U);  // Each of two workers: 20, 20 and 10.
  // A batch counts from its first record, which has waited for 19 others of this worker.
  EXPECT_NEAR(static_cast<double>(result.labels[0].latency.max()), 381e6, 1e6);
}

TEST_F(OpenRun, BatchesLingerNoLongerThanTold) {
  load(100, 1s);
  sampler_.operation = Operation::put_records;
  sampler_.batch.records_max = 500;
  sampler_.batch.linger = 95ms;
  prepare();
  const RunResult result = run();
  EXPECT_EQ(kinesis_.puts.size(), 100U);
  EXPECT_EQ(result.labels[0].counts.samples, 20U);
  EXPECT_NEAR(static_cast<double>(result.labels[0].latency.max()), 96e6, 1e6);
}

TEST_F(OpenRun, SamplersAreChosenByWeight) {
  load(1'000, 10s);
  Sampler rare = sampler_;
  rare.label = "rare";
  rare.weight = 1;
  sampler_.weight = 3;
  group_.samplers = {sampler_, rare};
  plan_.plan.groups = {group_};
  prepare_groups();
  const RunResult result = run();
  EXPECT_NEAR(static_cast<double>(result.labels[0].counts.samples), 7'500, 180);
  EXPECT_NEAR(static_cast<double>(result.labels[1].counts.samples), 2'500, 180);
}

TEST_F(OpenRun, StopCountsWhatWasNotSent) {
  auto& open = load(100, 100s);
  open.connections_max = 2;
  kinesis_.takes = 1s;
  prepare();
  begin(surroundings());
  scheduler_.run_for(10'050ms);
  run_->stop();
  const RunResult result = end();
  EXPECT_EQ(result.labels[0].counts.samples, 22U);
  EXPECT_EQ(result.punctuality.unsent, 1'005U - 22);
}

TEST_F(OpenRun, DataThatEndEndTheLoad) {
  load(100, 100s);
  feed_records_max_ = 5;
  prepare();
  const RunResult result = run();
  EXPECT_EQ(result.labels[0].counts.samples, 10U);  // Five of each worker.
  EXPECT_LT(result.duration, 1s);
}

TEST_F(OpenRun, PeriodicLoadSendsWhatTheHourSays) {
  PeriodicRate rate;
  for (auto& day : rate.hours) day.fill({.mean = 4, .deviation = 0});
  rate.start = WallTime{1'704'067'200'000};
  rate.end = *rate.start + 10s;
  rate.speed = 2;
  group_.load.emplace<OpenLoad>().rate = rate;
  prepare();
  run();
  const auto times = put_times();
  ASSERT_EQ(times.size(), 40U);
  EXPECT_EQ(times[1], 125);
  EXPECT_EQ(times[39], 4'875);
}

}  // namespace
}  // namespace weir::meter
