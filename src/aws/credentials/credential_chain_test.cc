#include "aws/credentials/credential_chain.h"

#include <gtest/gtest.h>

#include "aws/credentials/test_outside.h"

namespace weir::aws {
namespace {

Outside with_files() {
  Outside outside;
  outside.files["/home/me/.aws/credentials"] =
      "[default]\naws_access_key_id=DEFAULT\naws_secret_access_key=default-secret\n"
      "[work]\naws_access_key_id = WORK\naws_secret_access_key = work/secret+=\n"
      "aws_session_token = token==\n";
  outside.files["/home/me/.aws/config"] =
      "[default]\nregion = eu-west-1\n[profile work]\nregion = us-west-2\n"
      "[profile inline]\naws_access_key_id = INLINE\naws_secret_access_key = s\n"
      "[profile role]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = default\n"
      "[profile half]\naws_access_key_id = HALF\n";
  return outside;
}

TEST(CredentialChain, TheCommandLineGoesFirst) {
  Outside outside = with_files();
  outside.variables["AWS_ACCESS_KEY_ID"] = "ENV";
  outside.variables["AWS_SECRET_ACCESS_KEY"] = "env-secret";
  outside.variables["AWS_REGION"] = "env-region";
  EXPECT_EQ(outside.identity({.access_key_id = "FLAG",
                              .secret_access_key = "s",
                              .session_token = "t",
                              .region = "flag-region"}),
            "FLAG/s/t@flag-region");
}

TEST(CredentialChain, TheEnvironmentGoesBeforeProfilesUnlessAProfileIsAskedFor) {
  Outside outside = with_files();
  outside.variables["AWS_ACCESS_KEY_ID"] = "ENV";
  outside.variables["AWS_SECRET_ACCESS_KEY"] = "env-secret";
  outside.variables["AWS_SESSION_TOKEN"] = "env-token";
  outside.variables["AWS_PROFILE"] = "work";
  EXPECT_EQ(outside.identity(), "ENV/env-secret/env-token@us-west-2");
  EXPECT_EQ(outside.identity({.profile = "work"}), "WORK/work/secret+=/token==@us-west-2");
}

TEST(CredentialChain, ProfilesAreFoundInEitherFile) {
  Outside outside = with_files();
  EXPECT_EQ(outside.identity(), "DEFAULT/default-secret/@eu-west-1");
  EXPECT_EQ(outside.identity({.profile = "inline"}), "INLINE/s/@");
  outside.variables["AWS_PROFILE"] = "work";
  EXPECT_EQ(outside.identity(), "WORK/work/secret+=/token==@us-west-2");
}

TEST(CredentialChain, RegionsOfTheEnvironmentGoBeforeThatOfTheProfile) {
  Outside outside = with_files();
  outside.variables["AWS_DEFAULT_REGION"] = "second";
  EXPECT_EQ(outside.identity(), "DEFAULT/default-secret/@second");
  outside.variables["AWS_REGION"] = "first";
  EXPECT_EQ(outside.identity(), "DEFAULT/default-secret/@first");
}

TEST(CredentialChain, TheFilesCanBeElsewhere) {
  Outside outside;
  outside.variables["AWS_SHARED_CREDENTIALS_FILE"] = "~/keys";
  outside.variables["AWS_CONFIG_FILE"] = "/etc/aws";
  outside.files["/home/me/keys"] = "[default]\naws_access_key_id=K\naws_secret_access_key=s\n";
  outside.files["/etc/aws"] = "[default]\nregion=r\n";
  EXPECT_EQ(outside.identity(), "K/s/@r");
}

TEST(CredentialChain, HalfAPairIsAnError) {
  Outside outside = with_files();
  EXPECT_EQ(outside.identity({.access_key_id = "K"}),
            "The command line has an access key id without a secret access key.");
  EXPECT_EQ(
      outside.identity({.profile = "half"}),
      "Profile half in /home/me/.aws/config has an access key id without a secret access key.");
  outside.variables["AWS_SECRET_ACCESS_KEY"] = "s";
  EXPECT_EQ(outside.identity(),
            "The environment has a secret access key without an access key id.");
}

TEST(CredentialChain, NothingFoundSaysWhereItLooked) {
  Outside outside;
  EXPECT_EQ(outside.identity(),
            "There are no credentials: neither in the environment (AWS_ACCESS_KEY_ID, "
            "AWS_SECRET_ACCESS_KEY) nor for profile default in /home/me/.aws/credentials or "
            "/home/me/.aws/config, nor from the container or the instance.");
  EXPECT_EQ(outside.identity({.asks_instance = false}),
            "There are no credentials: neither in the environment (AWS_ACCESS_KEY_ID, "
            "AWS_SECRET_ACCESS_KEY) nor for profile default in /home/me/.aws/credentials or "
            "/home/me/.aws/config.");
  Outside files = with_files();
  const auto none = find_credentials({.profile = "none"}, files.doors());
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
  EXPECT_EQ(none.error().message,
            "There is no profile none in /home/me/.aws/credentials or /home/me/.aws/config.");
}

}  // namespace
}  // namespace weir::aws
