#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "meter/run/run_fixture.h"

namespace weir::meter {
namespace {

using namespace std::chrono_literals;

class ClosedRun : public RunTest {
 protected:
  ClosedLoad& load() { return group_.load.emplace<ClosedLoad>(); }
};

TEST_F(ClosedRun, EachThreadGoesThroughItsLoops) {
  auto& closed = load();
  closed.threads = 3;
  closed.loops = 5;
  prepare();
  const RunResult result = run();
  EXPECT_EQ(kinesis_.puts.size(), 15U);
  ASSERT_EQ(result.labels.size(), 1U);
  const LabelResult& label = result.labels[0];
  EXPECT_EQ(label.label, "put");
  EXPECT_EQ(label.counts.samples, 15U);
  EXPECT_EQ(label.counts.samples_failed, 0U);
  EXPECT_EQ(label.counts.records, 15U);
  EXPECT_EQ(label.counts.payload_bytes, 15U * 5);
  EXPECT_EQ(label.connect.count(), 0U);  // Connecting takes no virtual time.
  EXPECT_EQ(label.latency.count(), 15U);
  EXPECT_NEAR(static_cast<double>(label.latency.max()), 1e6, 1e3);
  ASSERT_EQ(result.shards.size(), 1U);
  EXPECT_EQ(result.shards[0].stream, "events");
  EXPECT_EQ(result.shards[0].shard_id, "shardId-000000000000");
  EXPECT_EQ(result.shards[0].records, 15U);
  EXPECT_TRUE(result.notes.empty());
}

TEST_F(ClosedRun, WithoutLoopsOrDurationThereIsOneLoop) {
  load().threads = 2;
  prepare();
  EXPECT_EQ(run().labels[0].counts.samples, 2U);
}

TEST_F(ClosedRun, ThreadsStartOverTheRampUp) {
  auto& closed = load();
  closed.threads = 4;
  closed.ramp_up = 8s;
  group_.start_delay = 1s;
  prepare();
  run();
  EXPECT_EQ(put_times(), (std::vector<std::int64_t>{1'000, 3'000, 5'000, 7'000}));
}

// One thread, a constant timer of a second, and so many seconds: the five-minute test.
TEST_F(ClosedRun, OneRecordASecondForFiveMinutes) {
  auto& closed = load();
  closed.duration = 300s;
  sampler_.timers = {ConstantTimer{.delay = 1'000ms}};
  prepare();
  const RunResult result = run();
  // Each takes 1.001 s, the wait before it and the answer; the last wait is cut off.
  EXPECT_EQ(result.labels[0].counts.samples, 299U);
  EXPECT_EQ(put_times()[0], 1'000);
  EXPECT_EQ(put_times()[298], 1'000 + 298 * 1'001);
  EXPECT_GE(result.duration, 300s);
  EXPECT_LT(result.duration, 300'100ms);
}

TEST_F(ClosedRun, ConstantThroughputMakesUpForTheAnswersTime) {
  auto& closed = load();
  closed.duration = 300s;
  sampler_.timers = {ThroughputTimer{.samples_per_minute = 60}};
  kinesis_.takes = 300ms;
  prepare();
  run();
  const auto times = put_times();
  ASSERT_EQ(times.size(), 300U);
  for (std::size_t index = 0; index < times.size(); ++index) {
    EXPECT_EQ(times[index], static_cast<std::int64_t>(index) * 1'000);
  }
}

TEST_F(ClosedRun, ThroughputSharedByAllThreadsIsTheirSum) {
  auto& closed = load();
  closed.threads = 4;
  closed.duration = 10s;
  sampler_.timers = {ThroughputTimer{.samples_per_minute = 600,
                                     .shares = ThroughputTimer::Shares::threads_of_group_shared}};
  kinesis_.takes = 100ms;
  prepare();
  run();
  const auto times = put_times();
  ASSERT_EQ(times.size(), 100U);
  for (std::size_t index = 0; index < times.size(); ++index) {
    EXPECT_EQ(times[index], static_cast<std::int64_t>(index) * 100);
  }
}

TEST_F(ClosedRun, DataThatEndEndTheThread) {
  auto& closed = load();
  closed.duration = 300s;
  feed_records_max_ = 7;
  prepare();
  EXPECT_EQ(run().labels[0].counts.samples, 7U);
}

TEST_F(ClosedRun, BatchesAreFullButForTheLast) {
  auto& closed = load();
  closed.loops = 10;
  feed_records_max_ = 25;
  sampler_.operation = Operation::put_records;
  sampler_.batch.records_max = 10;
  prepare();
  const RunResult result = run();
  EXPECT_EQ(kinesis_.calls, 3U);
  EXPECT_EQ(kinesis_.puts.size(), 25U);
  EXPECT_EQ(result.labels[0].counts.samples, 3U);
  EXPECT_EQ(result.labels[0].counts.records, 25U);
}

TEST_F(ClosedRun, BatchesKeepToTheirBytes) {
  auto& closed = load();
  closed.loops = 2;
  sampler_.operation = Operation::put_records;
  sampler_.batch.records_max = 500;
  sampler_.batch.bytes_max = 26;  // Keys of two bytes and data of three: five records each.
  prepare();
  run();
  EXPECT_EQ(kinesis_.calls, 3U);  // The sixth record of each batch waits; at the end it goes too.
  EXPECT_EQ(kinesis_.puts.size(), 11U);
}

TEST_F(ClosedRun, RefusedRecordsOfABatchAreSentAgainOnTheirOwn) {
  load();
  sampler_.operation = Operation::put_records;
  sampler_.batch.records_max = 10;
  sampler_.retries = {.attempts_max = 3, .base_delay = 50ms, .delay_max = 2s};
  int refusals = 0;
  kinesis_.refuses = [&](const std::string& data) -> std::optional<std::string> {
    if (data != "1.3" && data != "1.8") return std::nullopt;
    if (data == "1.3" && refusals >= 2) return std::nullopt;
    ++refusals;
    return "ProvisionedThroughputExceededException";
  };
  prepare();
  const RunResult result = run();
  EXPECT_EQ(kinesis_.calls, 3U);
  EXPECT_EQ(kinesis_.puts.size(), 9U);
  EXPECT_EQ(kinesis_.puts.back().data, "1.3");
  const Counts& counts = result.labels[0].counts;
  EXPECT_EQ(counts.samples, 1U);
  EXPECT_EQ(counts.attempts, 3U);
  EXPECT_EQ(counts.samples_failed, 1U);
  EXPECT_EQ(counts.records, 9U);
  EXPECT_EQ(counts.records_failed, 1U);
  EXPECT_EQ(counts.throttles, 4U);
  EXPECT_EQ(result.labels[0].errors,
            (std::map<std::string, std::uint64_t>{{"ProvisionedThroughputExceededException", 1}}));
}

TEST_F(ClosedRun, ThrottledCallIsTriedAgainAndCountsOnce) {
  load();
  sampler_.retries.attempts_max = 5;
  int refusals = 0;
  kinesis_.refuses = [&](const std::string&) -> std::optional<std::string> {
    if (++refusals > 2) return std::nullopt;
    return "ProvisionedThroughputExceededException";
  };
  prepare();
  const RunResult result = run();
  const Counts& counts = result.labels[0].counts;
  EXPECT_EQ(counts.samples, 1U);
  EXPECT_EQ(counts.samples_failed, 0U);
  EXPECT_EQ(counts.attempts, 3U);
  EXPECT_EQ(counts.throttles, 2U);
  EXPECT_TRUE(result.labels[0].errors.empty());
  // The waits between the attempts are part of what the user waited.
  EXPECT_GT(result.labels[0].latency.max(), 3'000'000);
}

TEST_F(ClosedRun, ErrorThatWillNotGoAwayIsNotTriedAgain) {
  load().loops = 4;
  sampler_.retries.attempts_max = 5;
  kinesis_.refuses = [](const std::string&) { return "ResourceNotFoundException"; };
  prepare();
  const RunResult result = run();
  EXPECT_EQ(kinesis_.calls, 4U);
  EXPECT_EQ(result.labels[0].counts.samples_failed, 4U);
  EXPECT_EQ(result.labels[0].errors.at("ResourceNotFoundException"), 4U);
}

class OnErrorRun : public ClosedRun {
 protected:
  // Two samplers, of which the first fails once; three loops of two threads.
  RunResult run_with(OnError on_error) {
    auto& closed = load();
    closed.threads = 2;
    closed.loops = 3;
    group_.on_error = on_error;
    Sampler second = sampler_;
    second.label = "second";
    group_.samplers = {sampler_, second};
    plan_.plan.groups = {group_};
    kinesis_.refuses = [](const std::string& data) -> std::optional<std::string> {
      if (data == "1.2") return "ValidationException";  // The first of the second loop.
      return std::nullopt;
    };
    prepare_groups();
    return run();
  }
};

TEST_F(OnErrorRun, GoOn) {
  const RunResult result = run_with(OnError::go_on);
  EXPECT_EQ(result.labels[0].counts.samples, 6U);
  EXPECT_EQ(result.labels[0].counts.samples_failed, 1U);
  EXPECT_EQ(result.labels[1].counts.samples, 6U);
}

TEST_F(OnErrorRun, NextLoopLeavesTheRestOut) {
  const RunResult result = run_with(OnError::next_loop);
  EXPECT_EQ(result.labels[0].counts.samples, 6U);
  EXPECT_EQ(result.labels[1].counts.samples, 5U);
}

TEST_F(OnErrorRun, StopThreadStopsOneThread) {
  const RunResult result = run_with(OnError::stop_thread);
  EXPECT_EQ(result.labels[0].counts.samples, 3U + 2);
  EXPECT_EQ(result.labels[1].counts.samples, 3U + 1);
}

TEST_F(OnErrorRun, StopTestStopsAll) {
  const RunResult result = run_with(OnError::stop_test);
  EXPECT_LE(result.labels[0].counts.samples + result.labels[1].counts.samples, 3U + 4);
  EXPECT_FALSE(result.was_interrupted);
}

TEST_F(ClosedRun, GroupsRunInTheirPhases) {
  load().loops = 2;
  group_.samplers = {sampler_};
  Group setup = group_;
  setup.kind = GroupKind::setup;
  Group teardown = group_;
  teardown.kind = GroupKind::teardown;
  plan_.plan.groups = {teardown, group_, group_, setup};
  kinesis_.takes = 1s;
  prepare_groups();
  run();
  auto times = put_times();
  for (auto& time : times) time = (time + 500) / 1'000;
  EXPECT_EQ(times, (std::vector<std::int64_t>{0, 1, 2, 2, 3, 3, 4, 5}));
}

TEST_F(ClosedRun, GroupsMayRunOneAfterAnother) {
  load().loops = 2;
  group_.samplers = {sampler_};
  plan_.plan.groups = {group_, group_};
  plan_.plan.groups_run_in_turn = true;
  kinesis_.takes = 1s;
  prepare_groups();
  run();
  auto times = put_times();
  for (auto& time : times) time = (time + 500) / 1'000;
  EXPECT_EQ(times, (std::vector<std::int64_t>{0, 1, 2, 3}));
}

TEST_F(ClosedRun, SecondsAreThoseInWhichSamplesEnded) {
  load().loops = 10;
  kinesis_.takes = 400ms;
  prepare();
  const RunResult result = run();
  std::vector<std::uint64_t> samples;
  for (const Second& second : result.seconds) {
    EXPECT_EQ(second.second, samples.size());
    samples.push_back(second.counts.samples);
  }
  // They end 2 ms after each 400: at 402, 802, 1202, … 4002.
  EXPECT_EQ(samples, (std::vector<std::uint64_t>{2, 2, 3, 2, 1}));
}

TEST_F(ClosedRun, StopWaitsForAnswers) {
  load().duration = 100s;
  kinesis_.takes = 3s;
  prepare();
  begin(surroundings());
  scheduler_.run_for(10s);
  run_->stop();
  const RunResult result = end();
  EXPECT_TRUE(result.was_interrupted);
  EXPECT_EQ(result.labels[0].counts.samples, 4U);
  EXPECT_EQ(result.labels[0].counts.samples_failed, 0U);
  EXPECT_LT(result.duration, 13s);
}

TEST_F(ClosedRun, SecondStopWaitsNoLonger) {
  load().duration = 100s;
  kinesis_.takes = 30s;
  prepare();
  begin(surroundings());
  scheduler_.run_for(10s);
  run_->stop();
  scheduler_.run_for(1s);
  run_->stop();
  const RunResult result = end();
  EXPECT_LT(result.duration, 11'200ms);
  EXPECT_EQ(result.labels[0].counts.samples, 0U);
  EXPECT_EQ(result.notes, (std::vector<std::string>{
                              "1 calls were still unanswered when the run ended, and are not "
                              "counted"}));
}

TEST_F(ClosedRun, StopGivesUpByItselfAfterAWhile) {
  load().duration = 100s;
  kinesis_.takes = 60s;
  prepare();
  begin(surroundings());
  scheduler_.run_for(5s);
  run_->stop();
  EXPECT_LT(end().duration, 15'200ms);
}

TEST_F(ClosedRun, ThresholdThatCannotHoldEndsTheRun) {
  load().duration = 100s;
  prepare();
  auto around = surroundings();
  around.abort_reason = [](const RunResult& so_far) -> std::optional<std::string> {
    if (so_far.labels[0].counts.samples < 2'500) return std::nullopt;
    return "too many";
  };
  begin(around);
  const RunResult result = end();
  EXPECT_EQ(result.abort_reason, "too many");
  EXPECT_LT(result.duration, 4s);
}

class KeepingObserver final : public RunObserver {
 public:
  void on_second(const LiveView& view) override {
    elapsed.push_back(view.elapsed);
    left.push_back(view.time_left);
    samples.push_back(view.so_far.labels[0].counts.samples);
    slowest = view.slowest.size();
    latest = view.latest.size();
  }
  std::vector<nanoseconds> elapsed;
  std::vector<std::optional<nanoseconds>> left;
  std::vector<std::uint64_t> samples;
  std::size_t slowest = 0;
  std::size_t latest = 0;
};

TEST_F(ClosedRun, ObserverSeesEachSecond) {
  load().duration = 4s;
  kinesis_.takes = 10ms;
  prepare();
  KeepingObserver observer;
  auto around = surroundings();
  around.observer = &observer;
  begin(around);
  end();
  ASSERT_GE(observer.samples.size(), 4U);
  EXPECT_EQ(observer.samples[0], 99U);
  EXPECT_EQ(observer.samples[1], 199U);
  EXPECT_EQ(observer.elapsed[1], 2s);
  EXPECT_EQ(observer.left[1], 2s);
  EXPECT_EQ(observer.slowest, 10U);
  EXPECT_EQ(observer.latest, 10U);
}

}  // namespace
}  // namespace weir::meter
