#include "crypto/key_file.h"

#include <gtest/gtest.h>

#include "env/seeded_random.h"

namespace weir::crypto {
namespace {

MasterKey example() {
  env::SeededRandom random(7);
  MasterKey key{.id = "1234abcd-12ab-34cd-56ef-1234567890ab",
                .scope = {.account_id = "123456789012", .region = "eu-west-1"},
                .created = {1'700'000'000'123},
                .state = KeyState::disabled,
                .is_managed = true,
                .description = "for \"orders\"\n",
                .aliases = {"alias/a", "alias/b"}};
  for (std::uint32_t number : {1U, 2U}) {
    key.versions.push_back({.number = number,
                            .created = {1'700'000'000'123 + number},
                            .key = AesKey(SecretKey::random(random))});
  }
  return key;
}

TEST(KeyFile, TellsEverythingAboutAKey) {
  const MasterKey key = example();
  const auto read = decode_key_file(encode_key_file(key));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->id, key.id);
  EXPECT_EQ(read->scope, key.scope);
  EXPECT_EQ(read->created, key.created);
  EXPECT_EQ(read->state, key.state);
  EXPECT_EQ(read->is_managed, key.is_managed);
  EXPECT_EQ(read->description, key.description);
  EXPECT_EQ(read->aliases, key.aliases);
  ASSERT_EQ(read->versions.size(), 2U);
  EXPECT_EQ(read->versions[1].number, 2U);
  EXPECT_EQ(read->versions[1].created, key.versions[1].created);
  EXPECT_EQ(read->versions[1].key.secret(), key.versions[1].key.secret());
}

// A character of a secret, of its check value, of a number: all are noticed.
TEST(KeyFile, ADamagedOneIsRefused) {
  const std::string text = encode_key_file(example());
  for (const char* member : {"\"secret\":\"", "\"check\":\"", "\"id\":\"", "\"format\":"}) {
    std::string damaged = text;
    const std::size_t at = damaged.rfind(member) + std::string_view(member).size();
    damaged[at] = damaged[at] == '2' ? '3' : '2';
    if (std::string_view(member) == "\"id\":\"") damaged[at] = 'x';
    const auto read = decode_key_file(damaged);
    ASSERT_FALSE(read.has_value()) << member;
    EXPECT_EQ(read.error().code, ErrorCode::corrupt);
  }
  for (std::size_t length = 0; length + 1 < text.size(); length += 7) {
    EXPECT_FALSE(decode_key_file(text.substr(0, length)).has_value()) << length;
  }
  EXPECT_FALSE(decode_key_file("{}").has_value());
}

TEST(KeyFile, IsNamedAfterTheKey) {
  const std::string id = example().id;
  EXPECT_EQ(key_file_name(id), id + ".key");
  EXPECT_EQ(key_id_of_file(id + ".key"), id);
  for (const std::string other : {"lock", "orders.key", ".key"}) {
    EXPECT_EQ(key_id_of_file(other), "") << other;
  }
  EXPECT_EQ(key_id_of_file(id + ".key.new"), "");
}

}  // namespace
}  // namespace weir::crypto
