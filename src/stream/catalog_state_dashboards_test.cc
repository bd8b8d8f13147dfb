#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "stream/catalog_state.h"

namespace weir::stream {
namespace {

constexpr WallTime noon{1'700'000'000'000};

class Dashboards : public testing::Test {
 protected:
  Result<void> run(CommandBody body) {
    return state_.apply({.id = {.writer = 1, .counter = ++counter_},
                         .time = {noon.ms + static_cast<std::int64_t>(counter_)},
                         .body = std::move(body)});
  }
  Result<void> put(const std::string& name, const std::string& body = "{}",
                   const std::string& account = "1", std::uint32_t dashboards_max = 2) {
    return run(commands::PutDashboard{.key = {.account_id = account, .name = name},
                                      .body = body,
                                      .tags = {{"made", "by-" + name}},
                                      .dashboards_max = dashboards_max,
                                      .bytes_max = 20});
  }
  DashboardPointer find(const std::string& name) const {
    return state_.find_dashboard({.account_id = "1", .name = name});
  }

  CatalogState state_;
  std::uint64_t counter_ = 0;
};

TEST_F(Dashboards, AnotherBodyReplacesTheFormerAndTagsStay) {
  ASSERT_TRUE(put("a"));
  const WallTime made = find("a")->modified;
  ASSERT_TRUE(run(commands::ChangeDashboardTags{.key = {.account_id = "1", .name = "a"},
                                                .set = {{"made", "anew"}, {"x", "1"}},
                                                .remove = {"y"},
                                                .tags_max = 2}));
  ASSERT_TRUE(put("a", "[1]"));
  EXPECT_EQ(find("a")->body, "[1]");
  EXPECT_EQ(find("a")->tags, (Tags{{"made", "anew"}, {"x", "1"}}));
  EXPECT_GT(find("a")->modified.ms, made.ms);
}

TEST_F(Dashboards, AnAccountHasAsManyAsItMay) {
  ASSERT_TRUE(put("a"));
  ASSERT_TRUE(put("b"));
  const Result<void> third = put("c");
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code, ErrorCode::limit_exceeded);
  EXPECT_TRUE(put("b", "[]"));
  EXPECT_TRUE(put("c", "{}", "2"));
  EXPECT_TRUE(put("c", "{}", "0"));
  EXPECT_FALSE(put("b", std::string(19, ' ')));  // 2 and 19 bytes.
  EXPECT_TRUE(put("b", std::string(18, ' ')));
}

TEST_F(Dashboards, AllThatAreNamedAreDeletedOrNone) {
  ASSERT_TRUE(put("a"));
  ASSERT_TRUE(put("b"));
  const Result<void> some = run(commands::DeleteDashboards{.account_id = "1", .names = {"a", "x"}});
  ASSERT_FALSE(some);
  EXPECT_EQ(some.error().code, ErrorCode::not_found);
  EXPECT_EQ(some.error().message, "Dashboard x does not exist");
  EXPECT_NE(find("a"), nullptr);
  EXPECT_FALSE(run(commands::DeleteDashboards{.account_id = "2", .names = {"a"}}));
  EXPECT_TRUE(run(commands::DeleteDashboards{.account_id = "1", .names = {"a", "b", "a"}}));
  EXPECT_EQ(state_.dashboards.size(), 0U);
}

TEST_F(Dashboards, TagsAreLimited) {
  ASSERT_TRUE(put("a"));
  const DashboardKey key{.account_id = "1", .name = "a"};
  const Result<void> more = run(commands::ChangeDashboardTags{
      .key = key, .set = {{"x", "1"}, {"y", "2"}}, .remove = {}, .tags_max = 2});
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, ErrorCode::invalid_argument);
  EXPECT_TRUE(
      run(commands::ChangeDashboardTags{.key = key, .set = {}, .remove = {"made"}, .tags_max = 2}));
  EXPECT_TRUE(find("a")->tags.empty());
  EXPECT_FALSE(run(commands::ChangeDashboardTags{
      .key = {.account_id = "1", .name = "b"}, .set = {}, .remove = {}, .tags_max = 2}));
}

}  // namespace
}  // namespace weir::stream
