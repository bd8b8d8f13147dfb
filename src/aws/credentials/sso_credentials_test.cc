#include "aws/credentials/sso_credentials.h"

#include <gtest/gtest.h>

#include "aws/credentials/test_outside.h"

namespace weir::aws {
namespace {

// The SHA-1 of "work".
constexpr const char* session_file =
    "/home/me/.aws/sso/cache/e274eeff768c6396088ec6eb091f4bf4d47ab1e0.json";
constexpr const char* ask =
    "GET https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?role_name=Read%20all&"
    "account_id=123456789012";

Outside with_session() {
  Outside outside;
  outside.files["/home/me/.aws/config"] =
      "[profile p]\nsso_session = work\nsso_account_id = 123456789012\nsso_role_name = Read all\n"
      "[sso-session work]\nsso_region = eu-west-1\nsso_start_url = "
      "https://example.awsapps.com/start"
      "\n[profile lost]\nsso_session = none\n[profile half]\nsso_start_url = u\nsso_region = r\n";
  return outside;
}

constexpr const char* good_token =
    "{\"accessToken\":\"bearer\",\"expiresAt\":\"2026-11-18T12:00:00Z\"}";

TEST(SsoProfile, TheTokenOfTheSessionIsExchanged) {
  Outside outside = with_session();
  const auto lookup = find_credentials({.profile = "p"}, outside.doors());
  EXPECT_EQ(lookup.error().code, ErrorCode::expired);
  outside.files[session_file] = good_token;
  outside.servers[ask] = {
      .status = 200,
      .headers = {},
      .body =
          "{\"roleCredentials\":{\"accessKeyId\":\"K\",\"secretAccessKey\":\"s\","
          "\"sessionToken\":\"t\",\"expiration\":1795003600000}}"};
  EXPECT_EQ(outside.identity({.profile = "p"}), "K/s/t@");
  EXPECT_EQ(outside.header(0, "x-amz-sso_bearer_token"), "bearer");
  EXPECT_EQ(find_credentials({.profile = "p"}, outside.doors())->expires_at,
            (WallTime{1'795'003'600'000}));
}

TEST(SsoProfile, WhatIsMissingOrExpiredSaysWhatToDo) {
  Outside outside = with_session();
  EXPECT_EQ(outside.identity({.profile = "p"}),
            "There is no single sign-on token for profile p; run `aws sso login --profile p`.");
  outside.files[session_file] =
      "{\"accessToken\":\"bearer\",\"expiresAt\":\"2026-11-18T11:00:00Z\"}";
  EXPECT_EQ(outside.identity({.profile = "p"}),
            "The single sign-on token has expired for profile p; run `aws sso login --profile p`.");
  outside.files[session_file] = "bearer";
  EXPECT_EQ(outside.identity({.profile = "p"}),
            "The single sign-on token cannot be read for profile p; run `aws sso login --profile "
            "p`.");
  outside.files[session_file] = good_token;
  EXPECT_EQ(outside.identity({.profile = "p"}),
            "The single sign-on portal at portal.sso.eu-west-1.amazonaws.com does not answer.");
  outside.servers[ask] = {.status = 401, .headers = {}, .body = ""};
  EXPECT_EQ(outside.identity({.profile = "p"}),
            "The single sign-on token has expired for profile p; run `aws sso login --profile p`.");
  outside.servers[ask] = {.status = 403, .headers = {}, .body = ""};
  EXPECT_EQ(outside.identity({.profile = "p"}),
            "The single sign-on portal refuses role Read all of account 123456789012 with HTTP "
            "status 403.");
  EXPECT_EQ(outside.identity({.profile = "lost"}),
            "Profile lost names sso_session none, which /home/me/.aws/config does not have.");
  EXPECT_EQ(outside.identity({.profile = "half"}),
            "Profile half uses single sign-on without sso_account_id.");
}

}  // namespace
}  // namespace weir::aws
