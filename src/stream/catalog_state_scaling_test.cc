// What commands do to scalable targets and their activities: the state machine alone.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>

#include "stream/catalog_state.h"

namespace weir::stream {
namespace {

constexpr WallTime noon{1'704'110'400'000};

class CatalogScalingTest : public testing::Test {
 protected:
  CatalogScalingTest() { EXPECT_TRUE(create("orders")); }

  Result<void> run(CommandBody body) {
    return state_.apply(
        {.id = {.writer = 7, .counter = ++counter_}, .time = now_, .body = std::move(body)});
  }

  static StreamKey key(const std::string& name) { return {"000000000001", "us-east-1", name}; }

  Result<void> create(const std::string& name) {
    return run(commands::CreateStream{.key = key(name), .tags = {}});
  }

  Result<void> put(const std::string& name, std::int32_t capacity_max, std::uint64_t revision) {
    return run(commands::PutStreamScaling{
        .scaling = {.key = key(name), .capacity_max = capacity_max, .revision = revision},
        .targets_max = 2});
  }

  Result<void> record(const std::string& id, ScalingActivityStatus status) {
    return run(commands::RecordScalingActivity{
        .key = key("orders"), .activity = {.id = id, .start = now_, .status = status}});
  }

  const ScalingActivities& activities() { return *state_.find_scaling_activities(key("orders")); }

  CatalogState state_;
  WallTime now_ = noon;
  std::uint64_t counter_ = 0;
};

ErrorCode code_of(const Result<void>& result) { return result.error().code; }

TEST_F(CatalogScalingTest, OnlyWhoSawTheTargetAsItIsChangesIt) {
  EXPECT_EQ(code_of(put("orders", 4, 9)), ErrorCode::not_found);
  ASSERT_TRUE(put("orders", 4, 0));
  EXPECT_EQ(code_of(put("orders", 5, 0)), ErrorCode::in_use);
  const std::uint64_t seen = state_.find_scaling(key("orders"))->revision;
  ASSERT_TRUE(put("orders", 6, seen));
  EXPECT_EQ(code_of(put("orders", 7, seen)), ErrorCode::expired);
  EXPECT_EQ(state_.find_scaling(key("orders"))->capacity_max, 6);
}

TEST_F(CatalogScalingTest, ThereAreSoManyTargetsInAnAccountAndRegion) {
  ASSERT_TRUE(create("a"));
  ASSERT_TRUE(create("z"));
  ASSERT_TRUE(run(commands::CreateStream{.key = {"000000000001", "us-west-1", "far"}, .tags = {}}));
  ASSERT_TRUE(run(commands::PutStreamScaling{
      .scaling = {.key = {"000000000001", "us-west-1", "far"}}, .targets_max = 2}));
  ASSERT_TRUE(put("a", 4, 0));
  ASSERT_TRUE(put("orders", 4, 0));
  EXPECT_EQ(code_of(put("z", 4, 0)), ErrorCode::limit_exceeded);
  EXPECT_EQ(state_.scaling_count({"000000000001", "us-east-1"}), 2u);
  ASSERT_TRUE(put("a", 5, state_.find_scaling(key("a"))->revision));
  ASSERT_TRUE(run(commands::RemoveStreamScaling{key("a")}));
  EXPECT_EQ(code_of(run(commands::RemoveStreamScaling{key("a")})), ErrorCode::not_found);
  EXPECT_TRUE(put("z", 4, 0));
}

TEST_F(CatalogScalingTest, TheTargetEndsWithItsStream) {
  EXPECT_EQ(code_of(put("nothing", 4, 0)), ErrorCode::not_found);
  ASSERT_TRUE(put("orders", 4, 0));
  ASSERT_TRUE(record("1", ScalingActivityStatus::successful));
  ASSERT_TRUE(run(commands::FinishTransition{state_.find(key("orders"))->number}));
  ASSERT_TRUE(run(commands::DeleteStream{key("orders")}));
  EXPECT_EQ(code_of(put("orders", 4, state_.find_scaling(key("orders"))->revision)),
            ErrorCode::not_found);
  ASSERT_TRUE(run(commands::RemoveStream{state_.find(key("orders"))->number}));
  EXPECT_EQ(state_.find_scaling(key("orders")), nullptr);
  EXPECT_EQ(state_.find_scaling_activities(key("orders")), nullptr);
  EXPECT_EQ(code_of(record("2", ScalingActivityStatus::successful)), ErrorCode::not_found);
}

TEST_F(CatalogScalingTest, ActivitiesAreKeptForSixWeeksAndThenTheNewestOnly) {
  ASSERT_TRUE(record("1", ScalingActivityStatus::in_progress));
  ASSERT_TRUE(record("1", ScalingActivityStatus::successful));
  ASSERT_EQ(activities().size(), 1u);
  EXPECT_EQ(activities()[0].status, ScalingActivityStatus::successful);
  now_ = now_ + std::chrono::weeks(6);
  ASSERT_TRUE(record("2", ScalingActivityStatus::successful));
  ASSERT_EQ(activities().size(), 2u);
  now_ = now_ + milliseconds(1);
  ASSERT_TRUE(record("3", ScalingActivityStatus::successful));
  ASSERT_EQ(activities().size(), 2u);
  EXPECT_EQ(activities()[0].id, "2");
  for (std::size_t number = 0; number < scaling_activities_max; ++number) {
    ASSERT_TRUE(record("n" + std::to_string(number), ScalingActivityStatus::failed));
  }
  ASSERT_EQ(activities().size(), scaling_activities_max);
  EXPECT_EQ(activities()[0].id, "n0");
}

}  // namespace
}  // namespace weir::stream
