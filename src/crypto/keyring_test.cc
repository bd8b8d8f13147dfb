#include "crypto/keyring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "env/real_file_system.h"
#include "env/seeded_random.h"
#include "env/temporary_directory.h"

namespace weir::crypto {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const KeyScope scope{.account_id = "123456789012", .region = "eu-west-1"};
constexpr WallTime now{1'700'000'000'000};
constexpr std::string_view purpose = "for a test";

class KeyringTest : public testing::Test {
 protected:
  KeyringTest() { reopen(); }

  void reopen() {
    keyring_.reset();
    auto opened = Keyring::open(files_, random_, path_);
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    keyring_ = *std::move(opened);
  }

  // Why it cannot be opened.
  std::string refusal() {
    keyring_.reset();
    const auto opened = Keyring::open(files_, random_, path_);
    return opened ? "none" : opened.error().message;
  }

  std::string create(const std::string& alias = "") {
    auto key = keyring_->create({.scope = scope, .alias = alias}, now);
    EXPECT_TRUE(key.has_value());
    return (*key)->id;
  }

  std::string file_of(const std::string& id) { return path_ + "/" + id + ".key"; }

  env::TemporaryDirectory directory_;
  const std::string path_ = directory_ / "keyring";
  env::RealFileSystem files_;
  env::SeededRandom random_{11};
  std::unique_ptr<Keyring> keyring_;
};

TEST_F(KeyringTest, KeysAreFoundByAllTheirNamesAlsoAfterARestart) {
  const std::string id = create("alias/orders");
  for (int round = 0; round < 2; ++round) {
    for (const std::string& name :
         {id, key_arn(scope, id), std::string("alias/orders"), alias_arn(scope, "alias/orders")}) {
      const auto found = keyring_->find(scope, name);
      ASSERT_TRUE(found.has_value()) << name;
      EXPECT_EQ((*found)->id, id);
    }
    reopen();
  }
}

TEST_F(KeyringTest, WhatIsNotThereIsNamed) {
  const std::string id = create("alias/orders");
  const auto unknown = keyring_->find(scope, "1234abcd-12ab-34cd-56ef-1234567890ab");
  EXPECT_EQ(unknown.error().message,
            "Key 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab' "
            "does not exist");
  EXPECT_EQ(keyring_->find(scope, "alias/other").error().message,
            "Alias arn:aws:kms:eu-west-1:123456789012:alias/other is not found.");
  // Keys of another account or region are not there either.
  for (const KeyScope& other :
       {KeyScope{"999999999999", "eu-west-1"}, KeyScope{"123456789012", "us-east-1"}}) {
    EXPECT_EQ(keyring_->find(other, id).error().kind, KeyFaultKind::not_found);
    EXPECT_EQ(keyring_->find(other, "alias/orders").error().kind, KeyFaultKind::not_found);
  }
}

TEST_F(KeyringTest, OldVersionsDecryptTheNewestEncrypts) {
  const std::string id = create();
  const SecretKey data_key = SecretKey::random(random_);
  const WrappedKey first = wrap(*keyring_->find(id), data_key, bytes_of(purpose), random_);
  ASSERT_TRUE(keyring_->rotate(id, now).has_value());
  reopen();
  const WrappedKey second = wrap(*keyring_->find(id), data_key, bytes_of(purpose), random_);
  EXPECT_EQ(first.key_version, 1U);
  EXPECT_EQ(second.key_version, 2U);
  for (const WrappedKey& wrapped : {first, second}) {
    const auto unwrapped = unwrap(*keyring_->find(id), wrapped, bytes_of(purpose));
    ASSERT_TRUE(unwrapped.has_value());
    EXPECT_EQ(*unwrapped, data_key);
  }
  // Not for another purpose, not of another version, not if a bit of it has changed.
  const auto is_damaged = [&](const WrappedKey& wrapped, std::string_view context) {
    const auto unwrapped = unwrap(*keyring_->find(id), wrapped, bytes_of(context));
    return !unwrapped && unwrapped.error().kind == KeyFaultKind::damaged;
  };
  EXPECT_TRUE(is_damaged(first, "for another test"));
  WrappedKey changed = first;
  for (const std::uint32_t version : {2U, 3U}) {
    changed.key_version = version;
    EXPECT_TRUE(is_damaged(changed, purpose));
  }
  for (const std::size_t at : {std::size_t{0}, std::size_t{20}, WrappedKey::sealed_bytes - 1}) {
    changed = first;
    changed.sealed[at] ^= std::byte{1};
    EXPECT_TRUE(is_damaged(changed, purpose)) << at;
  }
}

TEST_F(KeyringTest, AnAliasIsOneKeysAndMoves) {
  const std::string first = create("alias/orders");
  const std::string second = create();
  EXPECT_EQ(keyring_->create({.scope = scope, .alias = "alias/orders"}, now).error().code,
            ErrorCode::in_use);
  // In another account it is another alias.
  EXPECT_TRUE(
      keyring_->create({.scope = {"999999999999", "eu-west-1"}, .alias = "alias/orders"}, now)
          .has_value());
  ASSERT_TRUE(keyring_->set_alias(second, "alias/orders").has_value());
  ASSERT_TRUE(keyring_->set_alias(second, "alias/also").has_value());
  reopen();
  EXPECT_EQ((*keyring_->find(scope, "alias/orders"))->id, second);
  EXPECT_THAT(keyring_->find(first)->aliases, ElementsAre());
  EXPECT_THAT(keyring_->find(second)->aliases, ElementsAre("alias/also", "alias/orders"));
  ASSERT_TRUE(keyring_->remove_alias(scope, "alias/also").has_value());
  EXPECT_FALSE(keyring_->find(scope, "alias/also").has_value());
  EXPECT_EQ(keyring_->remove_alias(scope, "alias/also").error().code, ErrorCode::not_found);
  EXPECT_EQ(keyring_->set_alias(second, "orders").error().code, ErrorCode::invalid_argument);
}

TEST_F(KeyringTest, TheServersOwnKeyComesAtFirstUse) {
  EXPECT_FALSE(keyring_->find(scope, managed_alias).has_value());
  const auto made = keyring_->ensure_managed(scope, now);
  ASSERT_TRUE(made.has_value());
  EXPECT_TRUE((*made)->is_managed);
  reopen();
  EXPECT_EQ((*keyring_->ensure_managed(scope, now))->id, (*made)->id);
  EXPECT_EQ((*keyring_->find(scope, managed_alias))->id, (*made)->id);
  // Nobody takes its alias.
  const std::string other = create();
  EXPECT_EQ(keyring_->set_alias(other, managed_alias).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(keyring_->remove_alias(scope, managed_alias).error().code, ErrorCode::invalid_argument);
}

TEST_F(KeyringTest, StatesAreKeptAndEachChangeIsSeen) {
  const std::string id = create();
  std::uint64_t seen = keyring_->changes();
  for (const KeyState state : {KeyState::disabled, KeyState::pending_deletion, KeyState::enabled}) {
    ASSERT_TRUE(keyring_->set_state(id, state).has_value());
    EXPECT_GT(keyring_->changes(), seen);
    seen = keyring_->changes();
    reopen();
    seen = keyring_->changes();
    EXPECT_EQ(keyring_->find(id)->state, state);
    EXPECT_EQ(check_usable(*keyring_->find(id)).has_value(), state == KeyState::enabled);
    EXPECT_EQ(keyring_->rotate(id, now).has_value(), state == KeyState::enabled);
    seen = keyring_->changes();
  }
  EXPECT_EQ(keyring_->set_state("x", KeyState::disabled).error().code, ErrorCode::not_found);
}

TEST_F(KeyringTest, OnlyAKeyOnItsWayOutIsDestroyed) {
  const std::string id = create();
  EXPECT_EQ(keyring_->destroy(id).error().code, ErrorCode::in_use);
  ASSERT_TRUE(keyring_->set_state(id, KeyState::pending_deletion).has_value());
  ASSERT_TRUE(keyring_->destroy(id).has_value());
  EXPECT_EQ(keyring_->find(id), nullptr);
  EXPECT_EQ(keyring_->destroy(id).error().code, ErrorCode::not_found);
  reopen();
  EXPECT_TRUE(keyring_->list().empty());
}

TEST_F(KeyringTest, IsItsOwnersAloneAndOnesAtATime) {
  const std::string id = create();
  struct stat status;
  ASSERT_EQ(::stat(file_of(id).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700U);
  const auto second = Keyring::open(files_, random_, path_);
  EXPECT_EQ(second.error().code, ErrorCode::in_use);
  EXPECT_THAT(second.error().message, HasSubstr("Another process uses the keyring"));

  ASSERT_EQ(::chmod(file_of(id).c_str(), 0644), 0);
  EXPECT_THAT(refusal(), HasSubstr("has mode 0644"));
  ASSERT_EQ(::chmod(file_of(id).c_str(), 0600), 0);
  ASSERT_EQ(::chmod(path_.c_str(), 0750), 0);
  EXPECT_THAT(refusal(), HasSubstr("has mode 0750"));
  ASSERT_EQ(::chmod(path_.c_str(), 0700), 0);
  EXPECT_EQ(refusal(), "none");
}

TEST_F(KeyringTest, ADamagedFileIsNamed) {
  const std::string id = create();
  const std::string other = create();
  std::ofstream(file_of(id)) << "{\"format\":1}";
  EXPECT_EQ(refusal(), file_of(id) + " is not the file of a key, or is damaged.");
  ASSERT_EQ(std::rename(file_of(other).c_str(), file_of(id).c_str()), 0);
  EXPECT_EQ(refusal(), file_of(id) + " is of another key.");
}

}  // namespace
}  // namespace weir::crypto
