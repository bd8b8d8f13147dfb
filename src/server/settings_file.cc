#include "server/settings_file.h"

#include <fmt/format.h>

// toml++ reports errors by return value in this mode, so that nothing has to be caught.
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <string_view>

namespace weir::server {
namespace {

Result<std::string> text_of_node(std::string_view key, const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return *text;
  if (const auto number = node.value_exact<std::int64_t>()) return fmt::format("{}", *number);
  if (const auto flag = node.value_exact<bool>()) return std::string(*flag ? "true" : "false");
  return fail(ErrorCode::invalid_argument,
              fmt::format("The configuration file's \"{}\" (line {}) is neither text, a whole "
                          "number nor true or false.",
                          key, node.source().begin.line));
}

Result<const toml::table*> table_of_node(const std::string& name, const toml::node& node) {
  if (const toml::table* const table = node.as_table()) return table;
  return fail(ErrorCode::invalid_argument,
              fmt::format("The configuration file's \"{}\" (line {}) is not a table.", name,
                          node.source().begin.line));
}

// [limits.account.…] or [limits.stream.…], one below the other.
Result<void> read_limits(const std::string& scope_name, LimitScope scope, const toml::table& named,
                         std::vector<LimitTable>& into) {
  for (const auto& [name, node] : named) {
    LimitTable limits{.scope = scope, .name = std::string(name.str()), .pairs = {}};
    const std::string title = fmt::format("limits.{}.{}", scope_name, limits.name);
    const toml::table* const table = TRY(table_of_node(title, node));
    for (const auto& [key, value] : *table) {
      std::string text = TRY(text_of_node(key.str(), value));
      limits.pairs.emplace_back(std::string(key.str()), std::move(text));
    }
    into.push_back(std::move(limits));
  }
  return {};
}

Result<void> read_all_limits(const toml::node& node, std::vector<LimitTable>& into) {
  const toml::table* const scopes = TRY(table_of_node("limits", node));
  for (const auto& [key, named] : *scopes) {
    const std::string name(key.str());
    if (name != "account" && name != "stream") {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("The configuration file's \"limits.{}\" (line {}) is neither "
                              "limits.account nor limits.stream.",
                              name, named.source().begin.line));
    }
    const toml::table* const table = TRY(table_of_node("limits." + name, named));
    TRY(read_limits(name, name == "account" ? LimitScope::account : LimitScope::stream, *table,
                    into));
  }
  return {};
}

// A text, or a list of texts.
Result<std::vector<std::string>> texts_of_node(std::string_view key, const toml::node& node) {
  std::vector<std::string> texts;
  const toml::array* const list = node.as_array();
  if (list == nullptr) {
    texts.push_back(TRY(text_of_node(key, node)));
    return texts;
  }
  for (const toml::node& element : *list) {
    const auto text = element.value_exact<std::string>();
    if (!text) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("An element of the configuration file's \"{}\" (line {}) is neither "
                              "text nor anything like it.",
                              key, element.source().begin.line));
    }
    texts.push_back(*text);
  }
  return texts;
}

// [notifications.…], one below the other.
Result<void> read_topics(const toml::node& node, std::vector<TopicTable>& into) {
  const toml::table* const topics = TRY(table_of_node("notifications", node));
  for (const auto& [name, topic] : *topics) {
    TopicTable read{.name = std::string(name.str()), .pairs = {}};
    const toml::table* const table = TRY(table_of_node("notifications." + read.name, topic));
    for (const auto& [key, value] : *table) {
      std::vector<std::string> texts = TRY(texts_of_node(key.str(), value));
      read.pairs.emplace_back(std::string(key.str()), std::move(texts));
    }
    into.push_back(std::move(read));
  }
  return {};
}

}  // namespace

Result<SettingsFile> parse_settings_file(const std::string& text) {
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    const toml::source_position at = parsed.error().source().begin;
    return fail(ErrorCode::invalid_argument,
                fmt::format("The configuration file has an error in line {}, column {}: {}.",
                            at.line, at.column, parsed.error().description()));
  }
  SettingsFile file;
  for (const auto& [key, node] : parsed.table()) {
    if (key.str() == "limits") {
      TRY(read_all_limits(node, file.limits));
      continue;
    }
    if (key.str() == "notifications") {
      TRY(read_topics(node, file.topics));
      continue;
    }
    std::string value = TRY(text_of_node(key.str(), node));
    file.pairs.emplace_back(std::string(key.str()), std::move(value));
  }
  return file;
}

}  // namespace weir::server
