// What commands do to users, keys and sessions: the state machine alone.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

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

TEST_F(CatalogUsersTest, PurgingForgetsOnlySessionsThatExpiredLongAgo) {
  ASSERT_TRUE(add("ann", "AKIA1"));
  ASSERT_TRUE(add_session("ann", "ASIA1", noon + seconds(60)));
  ASSERT_TRUE(add_session("ann", "ASIA2", noon + seconds(61)));
  now_ = noon + seconds(60) + expired_session_kept;
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

// -- Users with policies, roles, managed policies --------------------------------

User user_of_api(const std::string& name) {
  User user;
  user.name = name;
  user.account_id = "000000000001";
  user.origin = UserOrigin::api;
  return user;
}

TEST_F(CatalogUsersTest, AUserOfTheOldCommandHasFullAccess) {
  ASSERT_TRUE(add("ann", "AKIA1"));
  const auto user = state_.find_user("ann");
  ASSERT_NE(user, nullptr);
  EXPECT_EQ(user->policies.attached, std::vector<std::string>{std::string(full_access_arn)});
  EXPECT_TRUE(user->id.starts_with("AIDA"));
  EXPECT_EQ(user->path, "/");
}

TEST_F(CatalogUsersTest, OnlyTheOperatorsUsersCloseTheServer) {
  EXPECT_FALSE(state_.has_operator_users());
  ASSERT_TRUE(run(commands::PutUser{.user = user_of_api("bob"), .former_name = {}, .key = {}}));
  EXPECT_FALSE(state_.has_operator_users());
  ASSERT_TRUE(add("ann", "AKIA1"));
  EXPECT_TRUE(state_.has_operator_users());
  User ann = *state_.find_user("ann");
  ann.tags = {{"k", "v"}};
  ASSERT_TRUE(run(commands::PutUser{.user = ann, .former_name = {}, .key = {}}));
  EXPECT_TRUE(state_.has_operator_users());
  const auto decoded = decode_state(bytes_of(encode_state(state_)));
  ASSERT_TRUE(decoded);
  EXPECT_TRUE(decoded->has_operator_users());
  ASSERT_TRUE(run(commands::RemoveUser{"bob"}));
  EXPECT_TRUE(state_.has_operator_users());
  ASSERT_TRUE(run(commands::RemoveUser{"ann"}));
  EXPECT_FALSE(state_.has_operator_users());
}

TEST_F(CatalogUsersTest, WhoWritesAnOldPictureOfAUserIsToldSo) {
  ASSERT_TRUE(run(commands::PutUser{.user = user_of_api("bob"), .former_name = {}, .key = {}}));
  EXPECT_EQ(
      code_of(run(commands::PutUser{.user = user_of_api("bob"), .former_name = {}, .key = {}})),
      ErrorCode::in_use);
  User first = *state_.find_user("bob");
  User second = first;
  EXPECT_EQ(first.created, noon);
  first.policies.documents = {{"own", "{}"}};
  ASSERT_TRUE(run(commands::PutUser{.user = first, .former_name = {}, .key = {}}));
  second.path = "/other/";
  EXPECT_EQ(code_of(run(commands::PutUser{.user = second, .former_name = {}, .key = {}})),
            ErrorCode::expired);
  EXPECT_EQ(state_.find_user("bob")->path, "/");
  second.name = "nobody";
  EXPECT_EQ(code_of(run(commands::PutUser{.user = second, .former_name = {}, .key = {}})),
            ErrorCode::not_found);
}

TEST_F(CatalogUsersTest, ARenamedUserKeepsItsKeysAndSessions) {
  ASSERT_TRUE(add("ann", "AKIA1"));
  ASSERT_TRUE(add("bob", "AKIA2"));
  ASSERT_TRUE(add_session("ann", "ASIA1", noon + seconds(60)));
  User user = *state_.find_user("ann");
  user.name = "bob";
  EXPECT_EQ(code_of(run(commands::PutUser{.user = user, .former_name = "ann", .key = {}})),
            ErrorCode::in_use);
  user.name = "eve";
  ASSERT_TRUE(run(commands::PutUser{.user = user, .former_name = "ann", .key = {}}));
  EXPECT_EQ(state_.find_user("ann"), nullptr);
  EXPECT_EQ(state_.find_credential("AKIA1")->user, "eve");
  EXPECT_EQ(state_.find_credential("ASIA1")->user, "eve");
  EXPECT_EQ(state_.find_credential("AKIA2")->user, "bob");
}

TEST_F(CatalogUsersTest, AUserHasAsManyKeysAsAreAllowed) {
  ASSERT_TRUE(run(commands::PutUser{.user = user_of_api("bob"), .former_name = {}, .key = {}}));
  const auto add_key = [&](const std::string& id) {
    return run(commands::AddAccessKey{.user = "bob", .key = {id, "secret"}, .keys_max = 2});
  };
  ASSERT_TRUE(add_key("AKIA1"));
  EXPECT_EQ(code_of(add_key("AKIA1")), ErrorCode::in_use);
  ASSERT_TRUE(add_session("bob", "ASIA1", noon + seconds(60)));
  ASSERT_TRUE(add_key("AKIA2"));
  EXPECT_EQ(code_of(add_key("AKIA3")), ErrorCode::limit_exceeded);
  EXPECT_EQ(state_.find_user("bob")->access_key_id, "AKIA1");

  EXPECT_EQ(
      code_of(run(commands::SetAccessKeyActive{.user = "eve", .key_id = "AKIA1", .active = false})),
      ErrorCode::not_found);
  EXPECT_EQ(
      code_of(run(commands::SetAccessKeyActive{.user = "bob", .key_id = "ASIA1", .active = false})),
      ErrorCode::not_found);
  ASSERT_TRUE(run(commands::SetAccessKeyActive{.user = "bob", .key_id = "AKIA1", .active = false}));
  EXPECT_FALSE(state_.find_credential("AKIA1")->active);
  ASSERT_TRUE(run(commands::RemoveAccessKey{.user = "bob", .key_id = "AKIA1"}));
  EXPECT_FALSE(has_key("AKIA1"));
  EXPECT_EQ(state_.find_user("bob")->access_key_id, "");
  EXPECT_EQ(code_of(run(commands::RemoveAccessKey{.user = "bob", .key_id = "AKIA1"})),
            ErrorCode::not_found);
}

TEST_F(CatalogUsersTest, ARoleTakesItsSessionsAlong) {
  Role role;
  role.key = {"000000000001", "reader"};
  ASSERT_TRUE(run(commands::PutRole{role}));
  EXPECT_EQ(code_of(run(commands::PutRole{role})), ErrorCode::in_use);
  role = *state_.find_role(role.key);
  role.description = "Reads.";
  ASSERT_TRUE(run(commands::PutRole{role}));
  EXPECT_EQ(code_of(run(commands::PutRole{role})), ErrorCode::expired);

  SessionTerms terms;
  terms.role = "reader";
  terms.name = "job";
  const auto add_session_of = [&](const std::string& account, const std::string& key_id) {
    return run(commands::AddRoleSession{.account_id = account,
                                        .terms = terms,
                                        .key = {key_id, "secret"},
                                        .session_token = "token",
                                        .expires = noon + seconds(60)});
  };
  ASSERT_TRUE(add_session_of("000000000001", "ASIA1"));
  EXPECT_EQ(code_of(add_session_of("000000000002", "ASIA2")), ErrorCode::not_found);
  EXPECT_EQ(code_of(add_session_of("000000000001", "ASIA1")), ErrorCode::in_use);
  EXPECT_TRUE(state_.find_credential("ASIA1")->is_session());
  ASSERT_TRUE(run(commands::RemoveRole{role.key}));
  EXPECT_FALSE(has_key("ASIA1"));
  EXPECT_EQ(code_of(run(commands::RemoveRole{role.key})), ErrorCode::not_found);
}

TEST_F(CatalogUsersTest, AnAttachedPolicyStays) {
  ManagedPolicy policy;
  policy.arn = "arn:aws:iam::000000000001:policy/p";
  policy.versions = {PolicyVersion{}};
  ASSERT_TRUE(run(commands::PutManagedPolicy{policy}));
  User user = user_of_api("bob");
  user.policies.attached = {policy.arn};
  ASSERT_TRUE(run(commands::PutUser{.user = user, .former_name = {}, .key = {}}));
  const auto remove = [&] { return run(commands::RemoveManagedPolicy{policy.arn}); };
  EXPECT_EQ(code_of(remove()), ErrorCode::in_use);
  user = *state_.find_user("bob");
  user.policies.attached = {};
  user.policies.boundary = policy.arn;
  ASSERT_TRUE(run(commands::PutUser{.user = user, .former_name = {}, .key = {}}));
  EXPECT_EQ(code_of(remove()), ErrorCode::in_use);
  ASSERT_TRUE(run(commands::RemoveUser{"bob"}));
  ASSERT_TRUE(remove());
  EXPECT_EQ(code_of(remove()), ErrorCode::not_found);
}

TEST_F(CatalogUsersTest, TheRulesOfAStreamEndWithIt) {
  const StreamKey key{"000000000001", "us-east-1", "orders"};
  const std::string arn = "arn:aws:kinesis:us-east-1:000000000001:stream/orders";
  const auto set = [&](const std::string& of, const std::string& document) {
    return run(commands::SetResourcePolicy{.stream = key, .arn = of, .document = document});
  };
  EXPECT_EQ(code_of(set(arn, "{}")), ErrorCode::not_found);
  commands::CreateStream create;
  create.key = key;
  ASSERT_TRUE(run(create));
  const StreamNumber number = state_.find(key)->number;
  ASSERT_TRUE(run(commands::FinishTransition{number}));
  EXPECT_EQ(code_of(set(arn, "")), ErrorCode::not_found);
  ASSERT_TRUE(set(arn, "{}"));
  EXPECT_EQ(code_of(set(arn + "/consumer/c:1", "{}")), ErrorCode::not_found);
  ASSERT_TRUE(run(commands::RegisterConsumer{.key = key, .name = "c", .tags = {}}));
  const ConsumerPointer consumer = state_.find_consumer(key, "c");
  ASSERT_TRUE(set(consumer->arn(), "{}"));
  ASSERT_TRUE(run(commands::DeregisterConsumer{.key = key, .name = "c", .creation_seconds = {}}));
  ASSERT_TRUE(run(commands::FinishConsumer{number, "c", consumer->number.value}));
  EXPECT_EQ(state_.find_resource_policy(consumer->arn()), nullptr);
  ASSERT_TRUE(run(commands::RegisterConsumer{.key = key, .name = "c", .tags = {}}));
  ASSERT_TRUE(set(state_.find_consumer(key, "c")->arn(), "{}"));
  ASSERT_TRUE(set(arn, "{ }"));
  EXPECT_EQ(*state_.find_resource_policy(arn), "{ }");
  ASSERT_TRUE(set(arn, ""));
  EXPECT_EQ(state_.find_resource_policy(arn), nullptr);
  ASSERT_TRUE(set(arn, "{}"));
  ASSERT_TRUE(run(commands::DeleteStreamAndConsumers{key}));
  EXPECT_EQ(code_of(set(arn, "{ }")), ErrorCode::not_found);
  ASSERT_TRUE(run(commands::RemoveStream{number}));
  EXPECT_EQ(state_.resource_policies.size(), 0u);
}

}  // namespace
}  // namespace weir::stream
