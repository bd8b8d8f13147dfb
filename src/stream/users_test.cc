// Users on the catalog: what the command line asks for, checked and carried out.
#include "stream/users.h"

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>

#include "stream/catalog_fixture.h"

namespace weir::stream {
namespace {

constexpr auto account = "000000000001";

class UsersTest : public CatalogFixture {
 protected:
  UsersTest() { EXPECT_TRUE(start()); }

  Result<AccessKey> add(const std::string& name, std::optional<AccessKey> key = {},
                        const std::string& account_id = account) {
    return ask<AccessKey>([&](env::EventLoop& loop, auto done) {
      users().add(loop, name, account_id, std::move(key), {}, std::move(done));
    });
  }

  Result<AccessKey> rotate(const std::string& name, std::optional<AccessKey> key = {}) {
    return ask<AccessKey>([&](env::EventLoop& loop, auto done) {
      users().rotate(loop, name, std::move(key), std::move(done));
    });
  }

  Result<void> remove_user(const std::string& name) {
    return ask<void>(
        [&](env::EventLoop& loop, auto done) { users().remove(loop, name, std::move(done)); });
  }

  Result<Session> add_session(const std::string& name, seconds lifetime) {
    return ask<Session>([&](env::EventLoop& loop, auto done) {
      users().add_session(loop, name, lifetime, std::move(done));
    });
  }

  Result<void> ensure(const std::string& name, const AccessKey& key,
                      const std::string& account_id = account) {
    return ask<void>([&](env::EventLoop& loop, auto done) {
      users().ensure_user(loop, name, account_id, key, std::move(done));
    });
  }

  Result<void> purge() {
    return ask<void>(
        [&](env::EventLoop& loop, auto done) { users().purge_sessions(loop, std::move(done)); });
  }

  auto credential(const std::string& id) { return view()->state.find_credential(id); }
};

TEST_F(UsersTest, AGeneratedKeyLooksAsAmazonsDoAndWorks) {
  const Result<AccessKey> key = add("ann");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->id.size(), 20u);
  EXPECT_TRUE(key->id.starts_with("AKIA"));
  EXPECT_EQ(key->id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), std::string::npos);
  EXPECT_EQ(key->secret.size(), 40u);
  ASSERT_NE(credential(key->id), nullptr);
  EXPECT_EQ(credential(key->id)->key, *key);
  EXPECT_EQ(credential(key->id)->account_id, account);
}

TEST_F(UsersTest, GeneratedKeysDiffer) {
  std::set<std::string> ids;
  std::set<std::string> secrets;
  for (int i = 0; i < 100; ++i) {
    const Result<AccessKey> key = add("user" + std::to_string(i));
    ASSERT_TRUE(key);
    ids.insert(key->id);
    secrets.insert(key->secret);
  }
  EXPECT_EQ(ids.size(), 100u);
  EXPECT_EQ(secrets.size(), 100u);
}

TEST_F(UsersTest, AKeyThatIsBroughtAlongIsKept) {
  const AccessKey own{"my_key", "my/secret+with=all"};
  const Result<AccessKey> key = add("ann", own);
  ASSERT_TRUE(key);
  EXPECT_EQ(*key, own);
  EXPECT_NE(credential("my_key"), nullptr);
}

TEST_F(UsersTest, MalformedNamesAccountsAndKeysAreRefusedAndTheSecretIsNotQuoted) {
  for (const std::string& name : {std::string(), std::string(65, 'x'), std::string("a b"),
                                  std::string("a/b"), std::string("ä")}) {
    EXPECT_EQ(code_of(add(name)), ErrorCode::invalid_argument) << name;
  }
  for (const char* bad : {"", "1", "00000000000a", "0000000000001"}) {
    EXPECT_EQ(code_of(add("ann", {}, bad)), ErrorCode::invalid_argument) << bad;
  }
  for (const AccessKey& key :
       {AccessKey{"", "secret"}, AccessKey{"a b", "secret"}, AccessKey{std::string(129, 'x'), "s"},
        AccessKey{"id", ""}, AccessKey{"id", "hidden value"}, AccessKey{"id", "tab\t"}}) {
    const Result<AccessKey> refused = add("ann", key);
    EXPECT_EQ(code_of(refused), ErrorCode::invalid_argument);
    EXPECT_EQ(message_of(refused).find("hidden"), std::string::npos);
  }
  EXPECT_EQ(view()->state.users.size(), 0u);
}

TEST_F(UsersTest, TheLongestNamesAndKeysAreAccepted) {
  EXPECT_TRUE(add(std::string(64, 'x'), AccessKey{std::string(128, 'k'), std::string(128, 's')}));
  EXPECT_TRUE(add("_+=,.@-"));
}

TEST_F(UsersTest, ANameIsTakenOnce) {
  ASSERT_TRUE(add("ann"));
  EXPECT_EQ(code_of(add("ann")), ErrorCode::in_use);
}

TEST_F(UsersTest, ARotatedKeyReplacesTheFormer) {
  const Result<AccessKey> former = add("ann");
  const Result<AccessKey> present = rotate("ann");
  ASSERT_TRUE(former && present);
  EXPECT_EQ(credential(former->id), nullptr);
  EXPECT_NE(credential(present->id), nullptr);
  EXPECT_EQ(code_of(rotate("eve")), ErrorCode::not_found);
  EXPECT_EQ(code_of(rotate("ann", AccessKey{"bad id", "s"})), ErrorCode::invalid_argument);
}

TEST_F(UsersTest, ARemovedUserIsGoneAfterARestartToo) {
  const Result<AccessKey> key = add("ann");
  ASSERT_TRUE(key && remove_user("ann"));
  EXPECT_EQ(code_of(remove_user("ann")), ErrorCode::not_found);
  ASSERT_TRUE(start());
  EXPECT_EQ(credential(key->id), nullptr);
}

TEST_F(UsersTest, ASessionHasCredentialsOfItsOwnUntilItExpires) {
  ASSERT_TRUE(add("ann"));
  const Result<Session> session = add_session("ann", seconds(900));
  ASSERT_TRUE(session);
  EXPECT_TRUE(session->key.id.starts_with("ASIA"));
  EXPECT_EQ(session->session_token.size(), 128u);
  EXPECT_EQ(session->expires, clock_.wall_now() + seconds(900));
  const auto found = credential(session->key.id);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->session_token, session->session_token);
  EXPECT_EQ(found->user, "ann");
}

TEST_F(UsersTest, ASessionLastsOneSecondToThirtySixHours) {
  ASSERT_TRUE(add("ann"));
  EXPECT_EQ(code_of(add_session("ann", seconds(0))), ErrorCode::invalid_argument);
  EXPECT_EQ(code_of(add_session("ann", seconds(-5))), ErrorCode::invalid_argument);
  EXPECT_EQ(code_of(add_session("ann", seconds(36 * 3'600 + 1))), ErrorCode::invalid_argument);
  EXPECT_TRUE(add_session("ann", seconds(1)));
  EXPECT_TRUE(add_session("ann", seconds(36 * 3'600)));
  EXPECT_EQ(code_of(add_session("eve", seconds(1))), ErrorCode::not_found);
}

TEST_F(UsersTest, PurgingForgetsWhatExpiredLongAgoAndWritesNothingWhenNothingDid) {
  ASSERT_TRUE(add("ann"));
  const Result<Session> shorter = add_session("ann", seconds(60));
  const Result<Session> longer = add_session("ann", seconds(600));
  ASSERT_TRUE(shorter && longer);
  clock_.advance(seconds(59) + expired_session_kept);
  const log::Offset before = catalog_log().bounds().tail;
  ASSERT_TRUE(purge());
  EXPECT_EQ(catalog_log().bounds().tail, before);
  EXPECT_NE(credential(shorter->key.id), nullptr);
  clock_.advance(seconds(1));
  ASSERT_TRUE(purge());
  EXPECT_EQ(credential(shorter->key.id), nullptr);
  EXPECT_NE(credential(longer->key.id), nullptr);
}

TEST_F(UsersTest, EnsuringAUserAddsItRotatesItOrDoesNothing) {
  const AccessKey first{"AKIA1", "secret"};
  const AccessKey second{"AKIA2", "other"};
  ASSERT_TRUE(ensure("env", first));
  EXPECT_EQ(credential("AKIA1")->user, "env");
  const log::Offset before = catalog_log().bounds().tail;
  ASSERT_TRUE(ensure("env", first));
  EXPECT_EQ(catalog_log().bounds().tail, before);
  ASSERT_TRUE(ensure("env", second));
  EXPECT_EQ(credential("AKIA1"), nullptr);
  EXPECT_EQ(credential("AKIA2")->user, "env");
}

TEST_F(UsersTest, EnsuringAUserNeverTakesWhatIsAnothers) {
  ASSERT_TRUE(add("ann", AccessKey{"AKIA1", "secret"}));
  EXPECT_EQ(code_of(ensure("env", {"AKIA1", "secret"})), ErrorCode::in_use);
  EXPECT_EQ(code_of(ensure("ann", {"AKIA1", "secret"}, "000000000002")), ErrorCode::in_use);
  EXPECT_EQ(code_of(ensure("bad name", {"AKIA3", "secret"})), ErrorCode::invalid_argument);
  EXPECT_EQ(credential("AKIA1")->user, "ann");
}

}  // namespace
}  // namespace weir::stream
