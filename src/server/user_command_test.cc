#include "server/user_command.h"

#include <gtest/gtest.h>

#include "server/admin.h"

namespace weir::server {
namespace {

TEST(UserCommand, SurvivesTheWayThroughJson) {
  const UserCommand command{.action = UserAction::add,
                            .name = "ann \"the\" first",
                            .account_id = "123456789012",
                            .key = stream::AccessKey{"AKIDEXAMPLE", "a/secret+key"},
                            .policies = {"ReadOnlyAccess", "none"},
                            .lifetime = seconds(90)};
  std::string document = encode(command);
  const auto decoded = decode_user_command(document);
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->action, UserAction::add);
  EXPECT_EQ(decoded->name, command.name);
  EXPECT_EQ(decoded->account_id, command.account_id);
  EXPECT_EQ(decoded->key, command.key);
  EXPECT_EQ(decoded->policies, command.policies);
  EXPECT_EQ(decoded->lifetime, command.lifetime);
}

TEST(UserCommand, WithoutAKeyHasNoneAfterwards) {
  UserCommand command;
  command.action = UserAction::rotate;
  command.name = "ann";
  std::string document = encode(command);
  const auto decoded = decode_user_command(document);
  ASSERT_TRUE(decoded.has_value());
  EXPECT_FALSE(decoded->key.has_value());
}

TEST(UserCommand, NonsenseIsRefused) {
  for (std::string document : {"", "{", "[]", "{}", R"({"action":"explode"})", R"({"action":1})"}) {
    const auto decoded = decode_user_command(document);
    EXPECT_FALSE(decoded.has_value()) << document;
  }
}

TEST(UserAnswer, SurvivesTheWayThroughJson) {
  UserAnswer answer;
  stream::User& user = answer.users.emplace_back();
  user.name = "ann";
  user.account_id = "123456789012";
  user.created = {1'700'000'000'123};
  user.access_key_id = "AKIDEXAMPLE";
  answer.key = {"ASIAEXAMPLE", "secret"};
  answer.session_token = "token";
  answer.expires = {1'800'000'000'000};
  std::string document = encode(answer);
  const auto decoded = decode_user_answer(document);
  ASSERT_TRUE(decoded.has_value());
  ASSERT_EQ(decoded->users.size(), 1u);
  EXPECT_EQ(decoded->users[0].name, "ann");
  EXPECT_EQ(decoded->users[0].created, answer.users[0].created);
  EXPECT_EQ(decoded->users[0].access_key_id, "AKIDEXAMPLE");
  EXPECT_EQ(decoded->key, answer.key);
  EXPECT_EQ(decoded->session_token, "token");
  EXPECT_EQ(decoded->expires, answer.expires);
}

TEST(AdminFile, SaysWhereTheServerIsAndHowToAsk) {
  const auto access = decode_admin_file(
      encode_admin_file({.host = "::1", .port = 4567, .token = "0123456789abcdef"}));
  ASSERT_TRUE(access.has_value());
  EXPECT_EQ(access->host, "::1");
  EXPECT_EQ(access->port, 4567);
  EXPECT_EQ(access->token, "0123456789abcdef");
}

TEST(AdminFile, AHalfWrittenOneIsRefused) {
  const std::string whole = encode_admin_file({.host = "::1", .port = 4567, .token = "0123"});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(decode_admin_file(whole.substr(0, size)).has_value()) << size;
  }
}

}  // namespace
}  // namespace weir::server
