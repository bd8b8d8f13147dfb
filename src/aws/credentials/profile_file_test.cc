#include "aws/credentials/profile_file.h"

#include <gtest/gtest.h>

namespace weir::aws {
namespace {

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

TEST(ProfileFile, SessionsOfSingleSignOnAreSectionsOfTheirOwn) {
  const Profiles sessions = parse_sso_sessions(
      "[default]\na=1\n[sso-session work]\nsso_region = r\n[profile x]\nsso_session = work\n");
  EXPECT_EQ(sessions, (Profiles{{"work", {{"sso_region", "r"}}}}));
  EXPECT_EQ(setting(sessions, "work", "sso_region"), "r");
  EXPECT_EQ(setting(sessions, "work", "none"), "");
  EXPECT_EQ(setting(sessions, "none", "sso_region"), "");
}

}  // namespace
}  // namespace weir::aws
