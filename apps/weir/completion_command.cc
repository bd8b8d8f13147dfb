// weir completion SHELL: prints a completion script made from the command line's own description.

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "commands.h"

namespace weir::app {
namespace {

struct OptionWords {
  std::vector<std::string> names;  // "--data", …
  std::string description;
  bool takes_value = false;
};

// A command as shells need to know it.
struct CommandWords {
  std::string path;  // "user add"; empty for `weir` itself.
  std::vector<const CLI::App*> below;
  std::vector<OptionWords> options;
  std::vector<std::string> choices;  // Of the first argument, where only some are allowed.
  bool takes_arguments = false;
};

// CLI11 describes a set as "TEXT:{bash,zsh,fish}".
std::vector<std::string> choices_of(const CLI::Option& option) {
  const std::string text = option.get_type_name();
  const std::size_t begin = text.find('{');
  const std::size_t end = text.find('}');
  if (begin == std::string::npos || end == std::string::npos) return {};
  return CLI::detail::split(text.substr(begin + 1, end - begin - 1), ',');
}

CommandWords words_of(const CLI::App& app, const std::string& path) {
  CommandWords words{.path = path,
                     .below = app.get_subcommands({}),
                     .options = {},
                     .choices = {},
                     .takes_arguments = false};
  for (const CLI::Option* option : app.get_options({})) {
    if (option->get_positional()) {
      if (!words.takes_arguments) words.choices = choices_of(*option);
      words.takes_arguments = true;
    }
    if (option->get_lnames().empty()) continue;
    OptionWords& added = words.options.emplace_back();
    for (const std::string& name : option->get_lnames()) added.names.push_back("--" + name);
    added.description = option->get_description();
    added.takes_value = option->get_items_expected_max() > 0;
  }
  return words;
}

// `app` and all that is below it, the ones above first.
void collect(const CLI::App& app, const std::string& path, std::vector<CommandWords>& commands) {
  commands.push_back(words_of(app, path));
  for (const CLI::App* sub : app.get_subcommands({})) {
    collect(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), commands);
  }
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  return fmt::format("{}", fmt::join(words, between));
}

// "serve"|"user"|"user add"|…: the paths that lead to a command, each in quotes.
std::string known_paths(const std::vector<CommandWords>& commands, std::string_view between) {
  std::vector<std::string> quoted;
  for (const CommandWords& command : commands) {
    if (!command.path.empty()) quoted.push_back('"' + command.path + '"');
  }
  return joined(quoted, between);
}

// The words before the cursor lead to a command; what may follow it is offered. What is left empty,
// as the values of options are, the shell completes with the names of files.
constexpr std::string_view bash_text = R"script(_weir() {{
  local path="" word words="" values="" current="${{COMP_WORDS[COMP_CWORD]}}" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${{COMP_WORDS[i]}}"
    case "$word" in -*) continue ;; esac
    case "${{path:+$path }}$word" in
      {known}) path="${{path:+$path }}$word" ;;
    esac
  done
  case "$path" in
{cases}  esac
  COMPREPLY=()
  case " $values " in *" ${{COMP_WORDS[COMP_CWORD - 1]}} "*) return ;; esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o default -F _weir weir
)script";

std::string bash_case(const CommandWords& command) {
  std::vector<std::string> words = command.choices;
  std::vector<std::string> with_values;
  for (const CLI::App* below : command.below) words.push_back(below->get_name());
  for (const OptionWords& option : command.options) {
    words.insert(words.end(), option.names.begin(), option.names.end());
    if (!option.takes_value) continue;
    with_values.insert(with_values.end(), option.names.begin(), option.names.end());
  }
  return fmt::format("    \"{}\") words=\"{}\" values=\"{}\" ;;\n", command.path,
                     joined(words, " "), joined(with_values, " "));
}

std::string bash_script(const std::vector<CommandWords>& commands) {
  std::string cases;
  for (const CommandWords& command : commands) cases += bash_case(command);
  return "# Completion of weir for bash: eval \"$(weir completion bash)\"\n" +
         fmt::format(bash_text, fmt::arg("known", known_paths(commands, "|")),
                     fmt::arg("cases", cases));
}

// zsh reads bash's completions once it is told to, and once its own are on.
std::string zsh_script(const std::vector<CommandWords>& commands) {
  return "# Completion of weir for zsh: eval \"$(weir completion zsh)\"\n"
         "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }\n"
         "autoload -Uz bashcompinit && bashcompinit\n" +
         bash_script(commands);
}

constexpr std::string_view fish_text =
    R"script(# Completion of weir for fish: weir completion fish | source
function __weir_at --description 'Whether the words before the cursor lead to this command'
    set -l path ''
    for word in (commandline -opc)[2..-1]
        set -l longer (string trim -- "$path $word")
        contains -- "$longer" {known}; and set path "$longer"
    end
    test "$path" = "$argv[1]"
end
complete -c weir -f
)script";

std::string quoted_for_fish(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

std::string fish_lines(const CommandWords& command) {
  const std::string start = fmt::format("complete -c weir -n '__weir_at \"{}\"' ", command.path);
  std::string lines;
  for (const CLI::App* below : command.below) {
    lines += fmt::format("{}-a {} -d {}\n", start, below->get_name(),
                         quoted_for_fish(below->get_description()));
  }
  for (const OptionWords& option : command.options) {
    for (const std::string& name : option.names) {
      lines += fmt::format("{}-l {}{} -d {}\n", start, name.substr(2),
                           option.takes_value ? " -r -F" : "", quoted_for_fish(option.description));
    }
  }
  if (!command.choices.empty()) {
    lines += fmt::format("{}-a '{}'\n", start, joined(command.choices, " "));
  } else if (command.takes_arguments) {
    lines += start + "-F\n";
  }
  return lines;
}

std::string fish_script(const std::vector<CommandWords>& commands) {
  std::string script = fmt::format(fish_text, fmt::arg("known", known_paths(commands, " ")));
  for (const CommandWords& command : commands) script += fish_lines(command);
  return script;
}

int print_script(const CLI::App& app, const std::string& shell) {
  std::vector<CommandWords> commands;
  collect(app, "", commands);
  const std::string script = shell == "fish"  ? fish_script(commands)
                             : shell == "zsh" ? zsh_script(commands)
                                              : bash_script(commands);
  std::fputs(script.c_str(), stdout);
  return 0;
}

}  // namespace

void add_completion(CLI::App& app, Command& command) {
  CLI::App* sub = app.add_subcommand("completion", "Print a shell's completion script");
  sub->footer(
      "For the shell that runs now, and in its start-up file for those to come:\n"
      "  bash  eval \"$(weir completion bash)\"    ~/.bashrc\n"
      "  zsh   eval \"$(weir completion zsh)\"     ~/.zshrc\n"
      "  fish  weir completion fish | source     ~/.config/fish/config.fish");
  auto shell = std::make_shared<std::string>();
  sub->add_option("shell", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  sub->callback([&app, &command, shell] {
    command.run = [&app, shell](World&) { return print_script(app, *shell); };
  });
}

}  // namespace weir::app
