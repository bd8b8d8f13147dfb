#include "server/key_command.h"

#include <gtest/gtest.h>

#include "env/seeded_random.h"

namespace weir::server {
namespace {

const crypto::KeyScope scope{.account_id = "123456789012", .region = "eu-west-1"};
constexpr WallTime now{1'700'000'000'123};

TEST(KeyCommand, SurvivesTheWayThroughJson) {
  const KeyCommand command{.action = KeyAction::set_alias,
                           .key = "1234abcd-12ab-34cd-56ef-1234567890ab",
                           .alias = "alias/orders",
                           .description = "\"quoted\"",
                           .scope = scope};
  std::string document = encode(command);
  const auto decoded = decode_key_command(document);
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->action, command.action);
  EXPECT_EQ(decoded->key, command.key);
  EXPECT_EQ(decoded->alias, command.alias);
  EXPECT_EQ(decoded->description, command.description);
  EXPECT_EQ(decoded->scope, command.scope);
}

TEST(KeyCommand, NonsenseIsRefused) {
  for (std::string document : {"", "{", "[]", "{}", R"({"action":"explode"})", R"({"action":1})"}) {
    EXPECT_FALSE(decode_key_command(document).has_value()) << document;
  }
}

// Every action, in an order in which each works; the answer survives the way through JSON.
TEST(KeyCommand, DoesWhatItSays) {
  env::SeededRandom random(5);
  crypto::Keyring keyring(random);
  std::string id;
  const auto run = [&](KeyAction action, const std::string& alias = "") {
    KeyCommand command{.action = action, .key = id, .alias = alias, .scope = scope};
    if (action == KeyAction::create) command.description = "for orders";
    Result<KeyAnswer> answer = carry_out(keyring, command, now);
    EXPECT_TRUE(answer.has_value());
    std::string document = encode(*answer);
    return decode_key_answer(document).value().keys.front();
  };
  KeyAnswer::Key key = run(KeyAction::create, "alias/orders");
  id = key.id;
  EXPECT_EQ(key.arn, "arn:aws:kms:eu-west-1:123456789012:key/" + id);
  EXPECT_EQ(key.state, "Enabled");
  EXPECT_EQ(key.description, "for orders");
  EXPECT_FALSE(key.is_managed);
  EXPECT_EQ(key.aliases, std::vector<std::string>{"alias/orders"});
  EXPECT_EQ(key.version, 1U);
  EXPECT_EQ(key.created, now);
  EXPECT_EQ(run(KeyAction::rotate).version, 2U);
  EXPECT_EQ(run(KeyAction::disable).state, "Disabled");
  EXPECT_EQ(run(KeyAction::enable).state, "Enabled");
  EXPECT_EQ(run(KeyAction::set_alias, "alias/too").aliases.size(), 2U);
  EXPECT_EQ(run(KeyAction::remove_alias, "alias/too").aliases.size(), 1U);
  EXPECT_EQ(run(KeyAction::remove).state, "PendingDeletion");
  EXPECT_EQ(run(KeyAction::list).id, id);
  EXPECT_EQ(run(KeyAction::destroy).id, id);
  EXPECT_TRUE(keyring.list().empty());
  const auto gone =
      carry_out(keyring, {.action = KeyAction::enable, .key = id, .scope = scope}, now);
  EXPECT_EQ(gone.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace weir::server
