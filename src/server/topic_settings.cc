#include "server/topic_settings.h"

#include <fmt/format.h>

#include <string_view>

#include "env/small_file.h"

namespace weir::server {
namespace {

std::unexpected<Error> wrong(const TopicTable& table, std::string_view what) {
  return fail(ErrorCode::invalid_argument,
              fmt::format("The configuration file's \"notifications.{}\" {}.", table.name, what));
}

Result<void> read_pair(const TopicTable& table, const std::string& key,
                       const std::vector<std::string>& texts, TopicSetting& into) {
  if (key == "command") {
    if (texts.empty() || !texts.front().starts_with('/')) {
      return wrong(table, "has a command that does not begin with a program's whole path");
    }
    into.topic.words = texts;
    return {};
  }
  if (key != "url" && key != "secret_file" && key != "ca_file") {
    return wrong(table, fmt::format("has a key \"{}\"; url, secret_file, ca_file and command are "
                                    "known",
                                    key));
  }
  if (texts.size() != 1) return wrong(table, fmt::format("has more than one {}", key));
  if (key == "secret_file") {
    into.secret_file = texts.front();
  } else if (key == "ca_file") {
    into.topic.ca_file = texts.front();
  } else if (const auto set = notifications::set_url(into.topic, texts.front()); !set) {
    return wrong(table, fmt::format("has a url that is none: {}", set.error().message));
  }
  return {};
}

}  // namespace

Result<TopicSetting> read_topic_table(const TopicTable& table) {
  TopicSetting setting;
  setting.topic.name = table.name;
  for (const auto& [key, texts] : table.pairs) TRY(read_pair(table, key, texts, setting));
  const bool is_webhook = !setting.topic.target.empty();
  if (is_webhook == !setting.topic.words.empty()) {
    return wrong(table, "needs either a url or a command");
  }
  if (!is_webhook && (!setting.secret_file.empty() || !setting.topic.ca_file.empty())) {
    return wrong(table, "has a secret_file or a ca_file, which only a url takes");
  }
  return setting;
}

Result<std::vector<notifications::Topic>> topics_of(const std::vector<TopicSetting>& settings,
                                                    env::FileSystem& files) {
  std::vector<notifications::Topic> topics;
  topics.reserve(settings.size());
  for (const TopicSetting& setting : settings) {
    topics.push_back(setting.topic);
    if (setting.secret_file.empty()) continue;
    std::string secret = TRY(env::read_small_file(files, setting.secret_file));
    while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
    const auto key = notifications::parse_secret(secret);
    if (!key) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("{} holds no secret: {}.", setting.secret_file, key.error().message));
    }
    topics.back().key = *key;
  }
  return topics;
}

}  // namespace weir::server
