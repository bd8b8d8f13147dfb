#include "crypto/key_name.h"

#include <gtest/gtest.h>

namespace weir::crypto {
namespace {

constexpr std::string_view id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const KeyScope scope{.account_id = "123456789012", .region = "eu-west-1"};

std::string meaning_of(const std::string& key_id) {
  const auto name = parse_key_id(scope, key_id);
  if (name) return (name->is_alias ? "alias: " : "key: ") + name->text;
  return name.error().message;
}

TEST(KeyName, IsAnIdOrAnAliasOrAnArnOfOne) {
  const std::string key = "key: " + std::string(id);
  EXPECT_EQ(meaning_of(std::string(id)), key);
  EXPECT_EQ(meaning_of("arn:aws:kms:eu-west-1:123456789012:key/" + std::string(id)), key);
  EXPECT_EQ(meaning_of("arn:aws-cn:kms:eu-west-1:123456789012:key/" + std::string(id)), key);
  EXPECT_EQ(meaning_of("alias/orders"), "alias: alias/orders");
  EXPECT_EQ(meaning_of("arn:aws:kms:eu-west-1:123456789012:alias/aws/kinesis"),
            "alias: alias/aws/kinesis");
  EXPECT_EQ(key_arn(scope, id), "arn:aws:kms:eu-west-1:123456789012:key/" + std::string(id));
  EXPECT_EQ(alias_arn(scope, "alias/a"), "arn:aws:kms:eu-west-1:123456789012:alias/a");
}

TEST(KeyName, NothingElseIsOne) {
  for (const std::string text :
       {"", "orders", "aliases/orders", "1234abcd-12ab-34cd-56ef-1234567890a",
        "1234abcd-12ab-34cd-56ef-1234567890ag", "1234abcd112ab-34cd-56ef-1234567890ab", "arn:",
        "arn:aws:kms:eu-west-1:123456789012", "arn:aws:kms:eu-west-1:123456789012:key/orders",
        "arn:aws:kms:eu-west-1:123456789012:orders",
        "arn:aws:kinesis:eu-west-1:123456789012:alias/orders"}) {
    EXPECT_EQ(meaning_of(text), "Invalid keyId '" + text + "'");
    EXPECT_EQ(parse_key_id(scope, text).error().kind, KeyFaultKind::not_found);
  }
}

TEST(KeyName, OfAnotherRegionIsNotFoundOfAnotherAccountIsRefused) {
  const std::string elsewhere = "arn:aws:kms:us-east-1:123456789012:alias/orders";
  EXPECT_EQ(parse_key_id(scope, elsewhere).error().kind, KeyFaultKind::not_found);
  EXPECT_EQ(meaning_of(elsewhere), "Invalid arn us-east-1");
  const auto others =
      parse_key_id(scope, "arn:aws:kms:eu-west-1:999999999999:key/" + std::string(id));
  EXPECT_EQ(others.error().kind, KeyFaultKind::access_denied);
}

TEST(KeyName, AliasesThatPeopleMayGive) {
  for (const char* good : {"alias/a", "alias/Orders_2-x/y"}) EXPECT_TRUE(is_valid_alias(good));
  for (const char* bad : {"alias/", "orders", "alias/aws/kinesis", "alias/a b", "alias/é", ""}) {
    EXPECT_FALSE(is_valid_alias(bad)) << bad;
  }
  EXPECT_TRUE(is_valid_alias("alias/" + std::string(249, 'a')));
  EXPECT_FALSE(is_valid_alias("alias/" + std::string(250, 'a')));
}

}  // namespace
}  // namespace weir::crypto
