#include "meter/agents/plan_share.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

namespace weir::meter {
namespace {

Plan plan_with(std::variant<ClosedLoad, OpenLoad> load) {
  Plan plan;
  Group& group = plan.groups.emplace_back();
  group.load = std::move(load);
  group.samplers.emplace_back();
  return plan;
}

ClosedLoad threads_load(std::uint32_t threads) {
  ClosedLoad load;
  load.threads = threads;
  return load;
}

FileData file_data(const std::string& path) {
  FileData data;
  data.path = path;
  return data;
}

Plan shared(Plan plan, std::uint32_t index, std::uint32_t count) {
  take_share(plan, {.index = index, .count = count});
  return plan;
}

TEST(PlanShare, ThreadsAndTheirThroughputAreDividedWithoutARest) {
  Plan plan = plan_with(threads_load(7));
  plan.groups[0].samplers[0].timers = {
      ThroughputTimer{.samples_per_minute = 70, .shares = ThroughputTimer::Shares::all_threads},
      ThroughputTimer{.samples_per_minute = 60}};
  std::uint32_t threads = 0;
  double per_minute = 0;
  for (std::uint32_t index = 0; index < 3; ++index) {
    const Plan mine = shared(plan, index, 3);
    threads += std::get<ClosedLoad>(mine.groups[0].load).threads;
    const auto& timers = mine.groups[0].samplers[0].timers;
    per_minute += std::get<ThroughputTimer>(timers[0]).samples_per_minute;
    EXPECT_EQ(std::get<ThroughputTimer>(timers[1]).samples_per_minute, 60);
  }
  EXPECT_EQ(threads, 7U);
  EXPECT_DOUBLE_EQ(per_minute, 70);
  // Groups stay, with nobody in them.
  EXPECT_EQ(std::get<ClosedLoad>(shared(plan_with(threads_load(1)), 1, 2).groups[0].load).threads,
            0U);
}

TEST(PlanShare, RatesAreDividedAndTheirSpreadStays) {
  OpenLoad load;
  load.rate = std::vector<Stage>{{.from_per_second = 10, .to_per_second = 40}};
  load.connections_max = 3;
  const Plan staged = shared(plan_with(load), 1, 4);
  const auto& mine = std::get<OpenLoad>(staged.groups[0].load);
  EXPECT_EQ(std::get<std::vector<Stage>>(mine.rate)[0].from_per_second, 2.5);
  EXPECT_EQ(std::get<std::vector<Stage>>(mine.rate)[0].to_per_second, 10);
  EXPECT_EQ(mine.connections_max, 1U);
  EXPECT_EQ(mine.in_flight_max, 2'500U);

  OpenLoad periodic;
  periodic.rate = PeriodicRate{};
  const Plan drawn = shared(plan_with(periodic), 0, 4);
  const auto& hour =
      std::get<PeriodicRate>(std::get<OpenLoad>(drawn.groups[0].load).rate).hours[6][23];
  EXPECT_EQ(hour.mean, 25);
  // Four draws of deviation 5 make one of deviation 10.
  EXPECT_DOUBLE_EQ(std::sqrt(4 * hour.deviation * hour.deviation), 10);
}

TEST(PlanShare, SharedCountersNeverGiveANumberTwice) {
  Plan plan = plan_with(ClosedLoad{});
  Counter& all = plan.groups[0].counters.emplace_back();
  all.start = 10;
  all.step = 5;
  Counter& own = plan.groups[0].counters.emplace_back();
  own.start = 1;
  own.is_per_thread = true;
  std::set<std::int64_t> numbers;
  for (std::uint32_t index = 0; index < 3; ++index) {
    const Plan mine = shared(plan, index, 3);
    const Counter& counter = mine.groups[0].counters[0];
    for (int turn = 0; turn < 4; ++turn) numbers.insert(counter.start + turn * counter.step);
    EXPECT_EQ(mine.groups[0].counters[1].start, 1);
    EXPECT_EQ(mine.groups[0].counters[1].step, 1);
  }
  EXPECT_EQ(numbers.size(), 12U);
  EXPECT_EQ(*numbers.rbegin(), 10 + 11 * 5);
}

TEST(PlanShare, ThresholdsAreTheControllersAndConsumersTheAgents) {
  Plan plan = plan_with(ClosedLoad{});
  plan.thresholds.emplace_back();
  plan.groups[0].samplers[0].consumer_name = "c";
  EXPECT_TRUE(shared(plan, 0, 2).thresholds.empty());
  EXPECT_EQ(shared(plan, 0, 2).groups[0].samplers[0].consumer_name, "c");
  EXPECT_EQ(shared(plan, 1, 2).groups[0].samplers[0].consumer_name, "c-1");
}

struct Files : testing::Test {
  std::map<std::string, std::string> texts{{"ca", "CERT\n"},
                                           {"head.csv", "name,age\na,1\nb,2\nc,3"},
                                           {"quoted.csv", "\"x\ny\",1\nz,2\n"},
                                           {"own.csv", "1\n2\n3\n"},
                                           {"lines", "one\ntwo\nthree\n"}};
  Plan plan = plan_with(ClosedLoad{});

  Result<std::vector<std::string>> files(std::uint32_t index, std::uint32_t count) {
    return files_of_share(plan, {.index = index, .count = count},
                          [this](const std::string& path) -> Result<std::string> {
                            if (texts.contains(path)) return texts[path];
                            return fail(ErrorCode::not_found, "cannot read " + path + ".");
                          });
  }
};

TEST_F(Files, LinesAreDealtOutAndTheRestIsSentWhole) {
  plan.ca_file = "ca";
  auto& data_sets = plan.groups[0].data_sets;
  data_sets.resize(3);
  data_sets[0].path = "head.csv";
  data_sets[1].path = "quoted.csv";
  data_sets[1].names = {"a", "b"};
  data_sets[1].is_quoted = true;
  data_sets[2].path = "own.csv";
  data_sets[2].names = {"n"};
  data_sets[2].is_per_thread = true;
  plan.groups[0].samplers[0].data = file_data("lines");
  std::vector<std::string> names;
  for (const std::string* path : plan_paths(plan)) names.push_back(*path);
  EXPECT_EQ(names, (std::vector<std::string>{"ca", "head.csv", "quoted.csv", "own.csv", "lines"}));
  EXPECT_EQ(*files(0, 2), (std::vector<std::string>{"CERT\n", "name,age\na,1\nc,3\n",
                                                    "\"x\ny\",1\n", "1\n2\n3\n", "one\nthree\n"}));
  EXPECT_EQ(*files(1, 2),
            (std::vector<std::string>{"CERT\n", "name,age\nb,2\n", "z,2\n", "1\n2\n3\n", "two\n"}));
}

TEST_F(Files, TooFewLinesAndMissingFilesAreASentence) {
  plan.groups[0].samplers[0].data = file_data("lines");
  EXPECT_EQ(files(0, 4).error().message, "lines has 3 lines, too few for 4 agents.");
  plan.groups[0].samplers[0].data = file_data("none");
  EXPECT_EQ(files(0, 2).error().message, "cannot read none.");
}

}  // namespace
}  // namespace weir::meter
