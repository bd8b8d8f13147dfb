#include "server/topic_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "server/settings.h"

namespace weir::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<Settings> load(const std::string& file) {
  Settings settings;
  const auto loaded =
      load_settings(settings, file, [](const std::string&) { return std::nullopt; }, {});
  if (!loaded) return std::unexpected(loaded.error());
  return settings;
}

TEST(TopicSettings, TheFileNamesTopics) {
  const auto settings = load(
      "[notifications.ops]\nurl = \"https://hooks.example:8443/weir?a=b\"\n"
      "secret_file = \"/etc/ops\"\nca_file = \"/etc/ca.pem\"\n"
      "[notifications.\"arn:aws:sns:us-east-1:123456789012:page\"]\n"
      "command = [\"/usr/bin/page\", \"-u\"]\n");
  ASSERT_TRUE(settings) << settings.error().message;
  ASSERT_EQ(settings->topics.size(), 2U);
  const TopicSetting& command = settings->topics[0];
  EXPECT_EQ(command.topic.name, "arn:aws:sns:us-east-1:123456789012:page");
  EXPECT_THAT(command.topic.words, ElementsAre("/usr/bin/page", "-u"));
  const TopicSetting& webhook = settings->topics[1];
  EXPECT_EQ(webhook.topic.name, "ops");
  EXPECT_EQ(webhook.topic.origin.port, 8443);
  EXPECT_EQ(webhook.topic.target, "/weir?a=b");
  EXPECT_EQ(webhook.topic.ca_file, "/etc/ca.pem");
  EXPECT_EQ(webhook.secret_file, "/etc/ops");
}

TEST(TopicSettings, MistakesAreNamed) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "needs either a url or a command"},
      {"url = \"https://a\"\ncommand = [\"/b\"]", "needs either a url or a command"},
      {"command = [\"page\"]", "does not begin with a program's whole path"},
      {"command = [\"/page\", 1]", "is neither text"},
      {"command = [\"/page\"]\nsecret_file = \"/s\"", "which only a url takes"},
      {"url = \"gopher://a\"", "has a url that is none"},
      {"url = [\"https://a\", \"https://b\"]", "has more than one url"},
      {"secret = \"whsec_\"", "has a key \"secret\"; url, secret_file, ca_file and command"}};
  for (const auto& [lines, expected] : cases) {
    const auto settings = load("[notifications.ops]\n" + lines + "\n");
    ASSERT_FALSE(settings) << lines;
    EXPECT_THAT(settings.error().message, HasSubstr(expected)) << lines;
  }
  EXPECT_FALSE(load("notifications = 1\n"));
}

}  // namespace
}  // namespace weir::server
