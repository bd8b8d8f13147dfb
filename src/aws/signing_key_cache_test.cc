#include "aws/signing_key_cache.h"

#include <gtest/gtest.h>

#include "codec/hex.h"

namespace weir::aws {
namespace {

SigningKeyCache::Source source(std::string_view region, std::string_view secret = "secret") {
  return {.access_key_id = "AKIA",
          .secret_access_key = secret,
          .scope = {.date = "20261122", .region = region, .service = "kinesis"}};
}

Signature mark(const codec::HmacKey& key) { return sign(key, "text"); }

codec::HmacKey key_of(const SigningKeyCache::Source& from) {
  return make_signing_key(from.secret_access_key, from.scope);
}

TEST(SigningKeyCache, WhatWasAddedIsFoundAndNothingElse) {
  SigningKeyCache cache(4);
  EXPECT_EQ(cache.find(source("a")), nullptr);
  cache.add(source("a"), key_of(source("a")));
  ASSERT_NE(cache.find(source("a")), nullptr);
  EXPECT_EQ(mark(*cache.find(source("a"))), mark(key_of(source("a"))));
  EXPECT_EQ(cache.find(source("b")), nullptr);
  EXPECT_EQ(cache.find(source("a", "other")), nullptr);
}

TEST(SigningKeyCache, TheKeyUnusedForLongestGoesFirst) {
  SigningKeyCache cache(2);
  cache.add(source("a"), key_of(source("a")));
  cache.add(source("b"), key_of(source("b")));
  EXPECT_NE(cache.find(source("a")), nullptr);
  cache.add(source("c"), key_of(source("c")));
  EXPECT_EQ(cache.size(), 2U);
  EXPECT_NE(cache.find(source("a")), nullptr);
  EXPECT_EQ(cache.find(source("b")), nullptr);
  EXPECT_NE(cache.find(source("c")), nullptr);
}

TEST(SigningKeyCache, AddingTwiceKeepsOne) {
  SigningKeyCache cache(2);
  cache.add(source("a"), key_of(source("a")));
  cache.add(source("a"), key_of(source("a")));
  EXPECT_EQ(cache.size(), 1U);
}

// The published example: AWS gives the derived key in hexadecimal, and a key is known by what it
// signs.
TEST(SigningKeyCache, AKeyIsDerivedAsPublished) {
  constexpr std::string_view secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  const CredentialScope scope = {.date = "20150830", .region = "us-east-1", .service = "iam"};
  const auto derived =
      codec::hex_bytes("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
  EXPECT_EQ(mark(make_signing_key(secret, scope)), mark(codec::HmacKey(*derived)));
}

}  // namespace
}  // namespace weir::aws
