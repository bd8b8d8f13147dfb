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

}  // namespace

Result<std::vector<std::pair<std::string, std::string>>> parse_settings_file(
    const std::string& text) {
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    const toml::source_position at = parsed.error().source().begin;
    return fail(ErrorCode::invalid_argument,
                fmt::format("The configuration file has an error in line {}, column {}: {}.",
                            at.line, at.column, parsed.error().description()));
  }
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [key, node] : parsed.table()) {
    std::string value = TRY(text_of_node(key.str(), node));
    pairs.emplace_back(std::string(key.str()), std::move(value));
  }
  return pairs;
}

}  // namespace weir::server
