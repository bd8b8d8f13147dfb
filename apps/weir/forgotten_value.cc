#include "forgotten_value.h"

#include <fmt/format.h>

#include <string_view>

namespace weir::app {
namespace {

bool takes_value(CLI::App& command, const std::string& word) {
  if (!word.starts_with('-') || word.find('=') != std::string::npos) return false;
  const CLI::Option* option = command.get_option_no_throw(word);
  return option != nullptr && option->get_items_expected_max() > 0;
}

CLI::App* find_subcommand(CLI::App& command, const std::string& word) {
  for (CLI::App* sub : command.get_subcommands({})) {
    if (sub->check_name(word)) return sub;
  }
  return nullptr;
}

}  // namespace

std::optional<std::string> find_forgotten_value(CLI::App& app, std::span<const char* const> words) {
  CLI::App* command = &app;
  for (std::size_t index = 0; index + 1 < words.size(); ++index) {
    const std::string word = words[index];
    if (word == "--") return std::nullopt;
    if (CLI::App* sub = find_subcommand(*command, word)) {
      command = sub;
    } else if (takes_value(*command, word)) {
      const std::string_view value = words[++index];
      if (!value.starts_with('-')) continue;
      return fmt::format(
          "{0} needs a value, and \"{1}\" looks like an option; if it is meant, write "
          "{0}={1}",
          word, value);
    }
  }
  return std::nullopt;
}

}  // namespace weir::app
