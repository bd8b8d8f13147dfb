#include "aws/credential_provider.h"

#include <gtest/gtest.h>

#include <map>

#include "aws/profile_file.h"

namespace weir::aws {
namespace {

struct Outside {
  std::map<std::string, std::string> variables = {{"HOME", "/home/me"}};
  std::map<std::string, std::string> files{};

  CredentialSources sources() const {
    const auto look_up = [](const std::map<std::string, std::string>& in,
                            const std::string& name) -> std::optional<std::string> {
      const auto found = in.find(name);
      return found == in.end() ? std::nullopt : std::optional(found->second);
    };
    return {.environment = [this,
                            look_up](const std::string& name) { return look_up(variables, name); },
            .read_file = [this, look_up](const std::string& path) { return look_up(files, path); }};
  }

  // "key/secret/token@region" or the error's message.
  std::string identity(const CredentialFlags& flags = {}) const {
    const auto found = find_identity(flags, sources());
    if (!found) return found.error().message;
    const Credentials& credentials = found->credentials;
    return credentials.access_key_id + "/" + credentials.secret_access_key + "/" +
           credentials.session_token + "@" + found->region;
  }
};

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

TEST(CredentialProvider, TheCommandLineGoesFirst) {
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

TEST(CredentialProvider, TheEnvironmentGoesBeforeProfilesUnlessAProfileIsAskedFor) {
  Outside outside = with_files();
  outside.variables["AWS_ACCESS_KEY_ID"] = "ENV";
  outside.variables["AWS_SECRET_ACCESS_KEY"] = "env-secret";
  outside.variables["AWS_SESSION_TOKEN"] = "env-token";
  outside.variables["AWS_PROFILE"] = "work";
  EXPECT_EQ(outside.identity(), "ENV/env-secret/env-token@us-west-2");
  EXPECT_EQ(outside.identity({.profile = "work"}), "WORK/work/secret+=/token==@us-west-2");
}

TEST(CredentialProvider, ProfilesAreFoundInEitherFile) {
  Outside outside = with_files();
  EXPECT_EQ(outside.identity(), "DEFAULT/default-secret/@eu-west-1");
  EXPECT_EQ(outside.identity({.profile = "inline"}), "INLINE/s/@");
  outside.variables["AWS_PROFILE"] = "work";
  EXPECT_EQ(outside.identity(), "WORK/work/secret+=/token==@us-west-2");
}

TEST(CredentialProvider, RegionsOfTheEnvironmentGoBeforeThatOfTheProfile) {
  Outside outside = with_files();
  outside.variables["AWS_DEFAULT_REGION"] = "second";
  EXPECT_EQ(outside.identity(), "DEFAULT/default-secret/@second");
  outside.variables["AWS_REGION"] = "first";
  EXPECT_EQ(outside.identity(), "DEFAULT/default-secret/@first");
}

TEST(CredentialProvider, TheFilesCanBeElsewhere) {
  Outside outside;
  outside.variables["AWS_SHARED_CREDENTIALS_FILE"] = "~/keys";
  outside.variables["AWS_CONFIG_FILE"] = "/etc/aws";
  outside.files["/home/me/keys"] = "[default]\naws_access_key_id=K\naws_secret_access_key=s\n";
  outside.files["/etc/aws"] = "[default]\nregion=r\n";
  EXPECT_EQ(outside.identity(), "K/s/@r");
}

TEST(CredentialProvider, HalfAPairIsAnError) {
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

TEST(CredentialProvider, NothingFoundSaysWhereItLooked) {
  Outside outside;
  EXPECT_EQ(outside.identity(),
            "There are no credentials: neither in the environment (AWS_ACCESS_KEY_ID, "
            "AWS_SECRET_ACCESS_KEY) nor for profile default in /home/me/.aws/credentials or "
            "/home/me/.aws/config.");
  EXPECT_EQ(find_identity({.profile = "none"}, with_files().sources()).error().code,
            ErrorCode::not_found);
}

TEST(CredentialProvider, ProfilesThatNeedAnotherServiceSayWhatToDo) {
  EXPECT_EQ(with_files().identity({.profile = "role"}),
            "Profile role uses role_arn, which is not supported; put the output of `aws configure "
            "export-credentials --format env` into the environment.");
}

TEST(ProfileFile, CommentsBlanksAndNestedSettingsArePassedOver) {
  const Profiles profiles = parse_profiles(
      "ignored = 1\r\n# comment\r\n; comment\n[ default ] # comment\nRegion =  a b \t# comment\n"
      "s3 =\n  region = nested\nsecret = x#y;z\n=\nno setting\n[profile \"quoted name\"]\na = 1\na "
      "= 2\n"
      "[sso-session x]\nregion = other\n[profiles]\nb = 1\n[profile]\nc = 1",
      ProfileFile::config);
  EXPECT_EQ(profiles,
            (Profiles{{"default", {{"region", "a b"}, {"s3", ""}, {"secret", "x#y;z"}, {"", ""}}},
                      {"quoted name", {{"a", "2"}}}}));
}

TEST(ProfileFile, CredentialsNameTheirProfilesPlainly) {
  EXPECT_EQ(parse_profiles("[profile x]\na=1\n[y]\nb=2", ProfileFile::credentials),
            (Profiles{{"profile x", {{"a", "1"}}}, {"y", {{"b", "2"}}}}));
}

}  // namespace
}  // namespace weir::aws
