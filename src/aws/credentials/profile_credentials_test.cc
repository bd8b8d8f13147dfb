#include "aws/credentials/profile_credentials.h"

#include <gtest/gtest.h>

#include "aws/credentials/test_outside.h"

namespace weir::aws {
namespace {

constexpr const char* config_path = "/home/me/.aws/config";

http::ClientResponse role_answer(const std::string& id) {
  return {.status = 200,
          .headers = {},
          .body = "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>" + id +
                  "</AccessKeyId><SecretAccessKey>role/secret</SecretAccessKey><SessionToken>tok+en"
                  "</SessionToken><Expiration>2026-11-18T12:06:40Z</Expiration></Credentials>"
                  "</AssumeRoleResult></AssumeRoleResponse>"};
}

Outside with_config(const std::string& text) {
  Outside outside;
  outside.files[config_path] = text;
  outside.files["/home/me/.aws/credentials"] =
      "[base]\naws_access_key_id=BASE\naws_secret_access_key=base-secret\n";
  return outside;
}

TEST(RoleProfile, IsAssumedWithTheSourceProfileAtTheRegionsEndpoint) {
  Outside outside = with_config(
      "[profile role]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = base\nregion = "
      "eu-west-1\n"
      "external_id = ext/1\nrole_session_name = me\nduration_seconds = 900\n");
  outside.servers["POST https://sts.eu-west-1.amazonaws.com/"] = role_answer("ROLE");
  EXPECT_EQ(outside.identity({.profile = "role"}), "ROLE/role/secret/tok+en@eu-west-1");
  EXPECT_EQ(outside.requests.at(0).body,
            "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx&"
            "RoleSessionName=me&DurationSeconds=900&ExternalId=ext%2F1");
  EXPECT_NE(outside.header(0, "Authorization").find("Credential=BASE/20261118/eu-west-1/sts/"),
            std::string::npos);
  const auto found = find_credentials({.profile = "role"}, outside.doors());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->expires_at, (WallTime{1'795'003'600'000}));
  EXPECT_EQ(found->source, "role arn:aws:iam::1:role/x");
}

TEST(RoleProfile, ChainsAreFollowedFromTheirEnd) {
  Outside outside = with_config(
      "[profile a]\nrole_arn = A\nsource_profile = b\n"
      "[profile b]\nrole_arn = B\nsource_profile = base\n");
  outside.variables["AWS_ENDPOINT_URL_STS"] = "http://127.0.0.1:1";
  outside.servers["POST http://127.0.0.1:1/"] = role_answer("ROLE");
  EXPECT_EQ(outside.identity({.profile = "a"}), "ROLE/role/secret/tok+en@");
  ASSERT_EQ(outside.requests.size(), 2U);
  EXPECT_NE(outside.requests[0].body.find("RoleArn=B&"), std::string::npos);
  EXPECT_NE(outside.requests[1].body.find("RoleArn=A&"), std::string::npos);
  EXPECT_EQ(outside.header(1, "X-Amz-Security-Token"), "tok+en");
}

TEST(RoleProfile, ItsOwnKeysMayTakeIt) {
  Outside outside = with_config("[profile base]\nrole_arn = A\nsource_profile = base\n");
  outside.variables["AWS_ENDPOINT_URL"] = "http://127.0.0.1:1";
  outside.servers["POST http://127.0.0.1:1/"] = role_answer("ROLE");
  EXPECT_EQ(outside.identity({.profile = "base"}), "ROLE/role/secret/tok+en@");
}

TEST(RoleProfile, CirclesAndWrongSourcesAreSentences) {
  Outside outside = with_config(
      "[profile a]\nrole_arn = A\nsource_profile = b\n[profile b]\nrole_arn = B\nsource_profile = "
      "a\n[profile lone]\nrole_arn = X\n[profile odd]\nrole_arn = X\ncredential_source = Moon\n"
      "[profile gone]\nrole_arn = X\nsource_profile = nowhere\n[profile long]\nrole_arn = X\n"
      "source_profile = base\nduration_seconds = 99\n[profile mfa]\nrole_arn = X\nmfa_serial = M\n"
      "source_profile = base\n[profile dry]\nrole_arn = X\nsource_profile = empty\n"
      "[profile empty]\nregion = r\n");
  EXPECT_EQ(outside.identity({.profile = "a"}),
            "Profiles lead in a circle by source_profile: a, b, a.");
  EXPECT_EQ(outside.identity({.profile = "lone"}),
            "Profile lone has role_arn without source_profile, credential_source or "
            "web_identity_token_file.");
  EXPECT_EQ(outside.identity({.profile = "odd"}),
            "Profile odd has credential_source Moon; Environment, EcsContainer and "
            "Ec2InstanceMetadata are allowed.");
  EXPECT_EQ(outside.identity({.profile = "gone"}),
            "Profile gone names source_profile nowhere, which does not exist.");
  EXPECT_EQ(outside.identity({.profile = "long"}),
            "duration_seconds is 99; 900 to 43200 are allowed.");
  EXPECT_EQ(outside.identity({.profile = "dry"}),
            "Profile dry takes a role with profile empty, where there are no credentials.");
  EXPECT_TRUE(outside.identity({.profile = "mfa"}).starts_with("Profile mfa asks for a code of M"));
  EXPECT_TRUE(outside.asked.empty());
}

TEST(RoleProfile, ARefusalHasStsReasonAndNoSecret) {
  Outside outside = with_config("[profile a]\nrole_arn = A\nsource_profile = base\n");
  outside.variables["AWS_ENDPOINT_URL_STS"] = "http://127.0.0.1:1";
  EXPECT_EQ(outside.identity({.profile = "a"}),
            "Role A cannot be assumed: 127.0.0.1:1 does not answer.");
  outside.servers["POST http://127.0.0.1:1/"] = {
      .status = 403,
      .headers = {},
      .body =
          "<ErrorResponse><Error><Code>AccessDenied</Code><Message>User &apos;u&apos; may "
          "not.</Message></Error></ErrorResponse>"};
  EXPECT_EQ(outside.identity({.profile = "a"}),
            "Role A cannot be assumed: AccessDenied: User 'u' may not.");
  outside.servers["POST http://127.0.0.1:1/"] = {.status = 200, .headers = {}, .body = "<a/>"};
  EXPECT_EQ(outside.identity({.profile = "a"}),
            "Role A cannot be assumed: the answer is not understood.");
}

TEST(RoleProfile, ARoleIsTakenWithTheEnvironmentOrAToken) {
  Outside outside = with_config(
      "[profile env]\nrole_arn = A\ncredential_source = Environment\n"
      "[profile web]\nrole_arn = W\nweb_identity_token_file = /token\n");
  outside.variables["AWS_ENDPOINT_URL_STS"] = "http://127.0.0.1:1";
  outside.servers["POST http://127.0.0.1:1/"] = role_answer("ROLE");
  EXPECT_EQ(outside.identity({.profile = "env"}),
            "Profile env takes a role with Environment, where there are no credentials.");
  EXPECT_EQ(outside.identity({.profile = "web"}),
            "The web identity token cannot be read from /token.");
  outside.variables["AWS_ACCESS_KEY_ID"] = "ENV";
  outside.variables["AWS_SECRET_ACCESS_KEY"] = "s";
  EXPECT_EQ(outside.identity({.profile = "env"}), "ROLE/role/secret/tok+en@");
  outside.files["/token"] = "web.token\n";
  EXPECT_EQ(outside.identity({.profile = "web"}), "ROLE/role/secret/tok+en@");
  EXPECT_NE(outside.requests.back().body.find("Action=AssumeRoleWithWebIdentity"),
            std::string::npos);
  EXPECT_TRUE(outside.requests.back().body.ends_with("&WebIdentityToken=web.token"));
  EXPECT_EQ(outside.header(1, "Authorization"), "");
}

TEST(RoleProfile, KubernetesNamesRoleAndTokenInTheEnvironment) {
  Outside outside;
  outside.variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token";
  outside.files["/token"] = "t";
  EXPECT_EQ(outside.identity(), "AWS_WEB_IDENTITY_TOKEN_FILE is set without AWS_ROLE_ARN.");
  outside.variables["AWS_ROLE_ARN"] = "R";
  outside.servers["POST https://sts.amazonaws.com/"] = role_answer("ROLE");
  EXPECT_EQ(outside.identity(), "ROLE/role/secret/tok+en@");
}

TEST(ProgramProfile, PrintsCredentials) {
  Outside outside = with_config("[default]\ncredential_process = /bin/keys --for \"me\"\n");
  constexpr const char* command = "/bin/keys --for \"me\"";
  EXPECT_EQ(outside.identity(), "The credential_process of profile default ended with status 127.");
  for (const auto& [printed, reason] : std::map<std::string, std::string>{
           {"no JSON", "answered with something that is no JSON object."},
           {"{\"Version\":1,", "answered with broken JSON."},
           {"{\"AccessKeyId\":\"K\",\"SecretAccessKey\":\"hush\"}",
            "answered without \"Version\": 1."},
           {"{\"Version\":1,\"SecretAccessKey\":\"hush\"}",
            "answered without AccessKeyId or SecretAccessKey."},
           {"{\"Version\":1,\"AccessKeyId\":\"K\",\"SecretAccessKey\":\"hush\",\"Expiration\":"
            "\"soon\"}",
            "answered with an Expiration that is no time."},
           {"{\"Version\":1,\"AccessKeyId\":\"K\",\"SecretAccessKey\":\"hush\",\"Expiration\":"
            "\"2020-01-01T00:00:00Z\"}",
            "gave credentials that have expired."}}) {
    outside.programs[command] = printed;
    EXPECT_EQ(outside.identity(), "The credential_process of profile default " + reason);
  }
  outside.programs[command] =
      "{\"Version\":1,\"AccessKeyId\":\"K\",\"SecretAccessKey\":\"s\",\"SessionToken\":\"t\","
      "\"Expiration\":\"2030-01-01T00:00:00Z\"}\n";
  EXPECT_EQ(outside.identity(), "K/s/t@");
}

}  // namespace
}  // namespace weir::aws
