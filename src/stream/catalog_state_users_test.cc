// What commands do to users, keys and sessions: the state machine alone.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "stream/catalog_state.h"
#include "stream/state_encoding.h"

namespace weir::stream {
namespace {

constexpr WallTime noon{1'704'110'400'000};

class CatalogUsersTest : public testing::Test {
 protected:
  Result<void> run(CommandBody body) {
    return state_.apply(
        {.id = {.writer = 7, .counter = ++counter_}, .time = now_, .body = std::move(body)});
  }

  Result<void> add(const std::string& name, const std::string& key_id) {
    return run(commands::AddUser{
        .name = name, .account_id = "000000000001", .key = {key_id, "secret of " + key_id}});
  }

  Result<void> add_session(const std::string& name, const std::string& key_id, WallTime expires) {
    return run(commands::AddSession{
        .user = name, .key = {key_id, "secret"}, .session_token = "token", .expires = expires});
  }

  bool has_key(std::string_view id) { return state_.find_credential(id) != nullptr; }

  CatalogState state_;
  WallTime now_ = noon;
  std::uint64_t counter_ = 0;
};

ErrorCode code_of(const Result<void>& result) { return result.error().code; }

TEST_F(CatalogUsersTest, AUsersKeyLeadsToTheUser) {
  ASSERT_TRUE(add("ann", "AKIA1"));
  const auto credential = state_.find_credential("AKIA1");
  ASSERT_NE(credential, nullptr);
  EXPECT_EQ(credential->user, "ann");
  EXPECT_EQ(credential->account_id, "000000000001");
  EXPECT_EQ(credential->key.secret, "secret of AKIA1");
  EXPECT_FALSE(credential->is_session());
  EXPECT_FALSE(has_key("AKIA2"));
}

TEST_F(CatalogUsersTest, NamesAndKeysAreTakenOnce) {
  ASSERT_TRUE(add("ann", "AKIA1"));
  EXPECT_EQ(code_of(add("ann", "AKIA2")), ErrorCode::in_use);
  EXPECT_EQ(code_of(add("bob", "AKIA1")), ErrorCode::in_use);
  EXPECT_EQ(state_.users.size(), 1u);
  EXPECT_EQ(state_.credentials.size(), 1u);
}

TEST_F(CatalogUsersTest, ARotatedKeyStopsAtOnceAndTheNewOneWorks) {
  ASSERT_TRUE(add("ann", "AKIA1"));
  ASSERT_TRUE(run(commands::RotateUser{.name = "ann", .key = {"AKIA2", "new"}}));
  EXPECT_FALSE(has_key("AKIA1"));
  EXPECT_EQ(state_.find_credential("AKIA2")->user, "ann");
  EXPECT_EQ((*state_.users.find("ann"))->access_key_id, "AKIA2");
}

TEST_F(CatalogUsersTest, AKeyCanBeRotatedToANewSecretUnderTheSameId) {
  ASSERT_TRUE(add("ann", "AKIA1"));
  ASSERT_TRUE(run(commands::RotateUser{.name = "ann", .key = {"AKIA1", "new"}}));
  EXPECT_EQ(state_.find_credential("AKIA1")->key.secret, "new");
}

TEST_F(CatalogUsersTest, RotationToAnothersKeyOrOfNobodyChangesNothing) {
  ASSERT_TRUE(add("ann", "AKIA1"));
  ASSERT_TRUE(add("bob", "AKIA2"));
  EXPECT_EQ(code_of(run(commands::RotateUser{.name = "ann", .key = {"AKIA2", "x"}})),
            ErrorCode::in_use);
  EXPECT_EQ(code_of(run(commands::RotateUser{.name = "eve", .key = {"AKIA3", "x"}})),
            ErrorCode::not_found);
  EXPECT_EQ(state_.find_credential("AKIA1")->user, "ann");
  EXPECT_EQ(state_.find_credential("AKIA2")->user, "bob");
  EXPECT_FALSE(has_key("AKIA3"));
}

TEST_F(CatalogUsersTest, ARemovedUserTakesKeysAndSessionsAlong) {
  ASSERT_TRUE(add("ann", "AKIA1"));
  ASSERT_TRUE(add("bob", "AKIA2"));
  ASSERT_TRUE(add_session("ann", "ASIA1", noon + seconds(60)));
  ASSERT_TRUE(add_session("bob", "ASIA2", noon + seconds(60)));
  ASSERT_TRUE(run(commands::RemoveUser{"ann"}));
  EXPECT_FALSE(has_key("AKIA1"));
  EXPECT_FALSE(has_key("ASIA1"));
  EXPECT_TRUE(has_key("AKIA2"));
  EXPECT_TRUE(has_key("ASIA2"));
  EXPECT_EQ(code_of(run(commands::RemoveUser{"ann"})), ErrorCode::not_found);
  EXPECT_TRUE(add("ann", "AKIA1"));
}

TEST_F(CatalogUsersTest, ASessionBelongsToTheUsersAccountAndNeedsItsToken) {
  ASSERT_TRUE(add("ann", "AKIA1"));
  ASSERT_TRUE(add_session("ann", "ASIA1", noon + seconds(60)));
  const auto session = state_.find_credential("ASIA1");
  EXPECT_TRUE(session->is_session());
  EXPECT_EQ(session->session_token, "token");
  EXPECT_EQ(session->account_id, "000000000001");
  EXPECT_EQ(session->expires, noon + seconds(60));
  EXPECT_EQ(code_of(add_session("ann", "ASIA1", noon)), ErrorCode::in_use);
  EXPECT_EQ(code_of(add_session("eve", "ASIA3", noon)), ErrorCode::not_found);
}

TEST_F(CatalogUsersTest, SessionsOutliveARotation) {
  ASSERT_TRUE(add("ann", "AKIA1"));
  ASSERT_TRUE(add_session("ann", "ASIA1", noon + seconds(60)));
  ASSERT_TRUE(run(commands::RotateUser{.name = "ann", .key = {"AKIA2", "new"}}));
  EXPECT_TRUE(has_key("ASIA1"));
}

TEST_F(CatalogUsersTest, PurgingForgetsExpiredSessionsOnly) {
  ASSERT_TRUE(add("ann", "AKIA1"));
  ASSERT_TRUE(add_session("ann", "ASIA1", noon + seconds(60)));
  ASSERT_TRUE(add_session("ann", "ASIA2", noon + seconds(61)));
  now_ = noon + seconds(60);
  ASSERT_TRUE(run(commands::PurgeSessions{}));
  EXPECT_FALSE(has_key("ASIA1"));
  EXPECT_TRUE(has_key("ASIA2"));
  EXPECT_TRUE(has_key("AKIA1"));
}

TEST_F(CatalogUsersTest, AFailedCommandLeavesEverythingElseAsItWas) {
  ASSERT_TRUE(add("ann", "AKIA1"));
  CatalogState expected = state_;
  ASSERT_FALSE(add("bob", "AKIA1"));
  expected.writers = state_.writers;
  expected.commands_applied = state_.commands_applied;
  EXPECT_EQ(encode_state(state_), encode_state(expected));
}

}  // namespace
}  // namespace weir::stream
