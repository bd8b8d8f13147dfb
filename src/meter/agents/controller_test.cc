#include "meter/agents/controller.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "meter/agents/agents_fixture.h"

namespace weir::meter {
namespace {

struct Run : testing::Test {
  env::SimClock clock;
  FakeAgent slow{clock, seconds(1'000), milliseconds(30), seconds(5)};
  FakeAgent quick{clock, seconds(7), milliseconds(10), seconds(5)};
  bool is_stop_wanted = false;
  std::function<void()> each_look = [] {};
  std::vector<AgentOrder> orders{{.flags = {"--stream=s"}, .share = {.index = 0, .count = 2}},
                                 {.flags = {"--stream=s"}, .share = {.index = 1, .count = 2}}};

  ControllerSurroundings around() {
    return {.clock = clock,
            .sleep =
                [this](milliseconds duration) {
                  clock.advance(duration);
                  if (!slow.is_dead) slow.work();
                  if (!quick.is_dead) quick.work();
                  each_look();
                },
            .is_stop_wanted = [this] { return is_stop_wanted; }};
  }

  Result<RunResult> run(ControllerSurroundings surroundings, const AgentSecret& secret) {
    return Controller({slow.door("slow:1"), quick.door("quick:2")}, secret, std::move(surroundings))
        .run(orders);
  }
  Result<RunResult> run() { return run(around(), test_secret()); }
};

TEST_F(Run, AgentsStartAtOneMomentAndTheirHistogramsAreMerged) {
  MonotonicTime slow_start;
  MonotonicTime quick_start;
  each_look = [&] {
    if (slow.job != nullptr) slow_start = slow.job->started_at;
    if (quick.job != nullptr) quick_start = quick.job->started_at;
    if (clock.monotonic_now().ns > seconds(4).count() * 1'000'000'000) each_look = [] {};
  };
  const auto result = run();
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(slow.orders.at(0).share.index, 0U);
  EXPECT_EQ(quick.orders.at(0).share.index, 1U);
  EXPECT_EQ(result->labels.at(0).counts.samples, 100U);
  EXPECT_EQ(result->labels[0].latency.count(), 100U);
  EXPECT_NEAR(static_cast<double>(result->labels[0].latency.value_at(50)), 10e6, 1e4);
  EXPECT_NEAR(static_cast<double>(result->labels[0].latency.value_at(99)), 30e6, 3e4);
  ASSERT_EQ(result->seconds.size(), 5U);
  for (const Second& second : result->seconds) {
    EXPECT_EQ(second.counts.samples, 20U);
    EXPECT_EQ(second.threads, 2U);
    EXPECT_NEAR(static_cast<double>(second.p50), 10e6, 1e4);
    EXPECT_NEAR(static_cast<double>(second.p90), 30e6, 3e4);
    EXPECT_NEAR(second.mean, 20e6, 2e4);
  }
  EXPECT_TRUE(result->notes.empty());
  EXPECT_EQ(slow.asked_paths.back(), "/end");
  EXPECT_EQ(quick.asked_paths.back(), "/end");
}

TEST_F(Run, ClocksThatDifferAreToldApart) {
  // What each agent was told, before its job is gone.
  std::vector<MonotonicTime> starts(2);
  each_look = [&] {
    if (clock.monotonic_now() > MonotonicTime{} + seconds(2)) return;
    if (slow.job != nullptr) starts[0] = slow.job->started_at;
    if (quick.job != nullptr) starts[1] = quick.job->started_at;
  };
  ASSERT_TRUE(run());
  EXPECT_EQ(starts[0] - starts[1], seconds(993));
}

TEST_F(Run, ALostAgentIsToldOfAndTheOthersGoOn) {
  each_look = [&] {
    if (clock.monotonic_now() > MonotonicTime{} + milliseconds(3'100)) quick.is_dead = true;
  };
  const auto result = run();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->labels.at(0).counts.samples, 50U + 20U);
  ASSERT_EQ(result->notes.size(), 1U);
  EXPECT_TRUE(result->notes[0].starts_with("agent quick:2 was lost about 5 s after the start; "))
      << result->notes[0];
  ASSERT_EQ(result->seconds.size(), 5U);
  EXPECT_EQ(result->seconds[1].counts.samples, 20U);
  EXPECT_EQ(result->seconds[2].counts.samples, 10U);
}

TEST_F(Run, WithoutAnyAgentLeftThereIsNoResult) {
  each_look = [&] {
    if (clock.monotonic_now() > MonotonicTime{} + seconds(2)) slow.is_dead = quick.is_dead = true;
  };
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::unavailable);
  EXPECT_TRUE(result.error().message.starts_with("All agents were lost. agent quick:2 was lost"));
}

TEST_F(Run, AStopReachesAll) {
  each_look = [&] {
    is_stop_wanted = clock.monotonic_now() > MonotonicTime{} + milliseconds(2'100);
  };
  const auto result = run();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->labels.at(0).counts.samples, 2 * 20U);
  EXPECT_EQ(std::ranges::count(slow.asked_paths, "/stop"), 1);
  EXPECT_EQ(std::ranges::count(quick.asked_paths, "/stop"), 1);
}

TEST_F(Run, AThresholdOfTheWholeRunEndsIt) {
  ControllerSurroundings surroundings = around();
  surroundings.abort_reason = [](const RunResult& so_far) -> std::optional<std::string> {
    if (so_far.labels.empty() || so_far.labels[0].counts.samples < 40) return std::nullopt;
    return "samples < 40";
  };
  const auto result = run(std::move(surroundings), test_secret());
  ASSERT_TRUE(result);
  EXPECT_EQ(result->abort_reason, "samples < 40");
  EXPECT_LT(result->labels[0].counts.samples, 100U);
}

TEST_F(Run, AnAgentThatRefusesThePlanEndsItForAll) {
  quick.refusal = "plan.toml:3:1: there is no stream s.";
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "Agent quick:2: plan.toml:3:1: there is no stream s.");
  EXPECT_EQ(slow.asked_paths.back(), "/end");
  EXPECT_EQ(slow.told.back(), "The run of the controller at 10.0.0.1 is over.");
}

TEST_F(Run, WithoutTheSecretNobodyUsesAnAgent) {
  const auto other = AgentSecret::make("another secret of as many");
  const auto result = run(around(), *other);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "Agent slow:1: The proof of the secret is wrong.");
  EXPECT_TRUE(slow.orders.empty());
  EXPECT_EQ(slow.told.back(), "A controller at 10.0.0.1 does not know the secret.");
}

}  // namespace
}  // namespace weir::meter
