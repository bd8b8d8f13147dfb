// weir completion SHELL: prints a completion script made from the command line's own description.

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <vector>

#include "commands.h"

namespace weir::app {
namespace {

// "--data --listen …" and the names of sub-commands below `app`.
std::string words_of(const CLI::App& app) {
  std::string words;
  for (const CLI::App* sub : app.get_subcommands({})) words += sub->get_name() + " ";
  for (const CLI::Option* option : app.get_options({})) {
    for (const std::string& name : option->get_lnames()) words += "--" + name + " ";
  }
  return words;
}

// One line for each command that can be completed: its words so far, then what may follow.
void collect_cases(const CLI::App& app, const std::string& path, std::string& cases) {
  cases += fmt::format("    \"{}\") words=\"{}\" ;;\n", path, words_of(app));
  for (const CLI::App* sub : app.get_subcommands({})) {
    collect_cases(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), cases);
  }
}

// "serve"|"user"|"user add"|…: the paths that lead to a command.
std::string known_paths(const CLI::App& app, const std::string& above) {
  std::string paths;
  for (const CLI::App* sub : app.get_subcommands({})) {
    const std::string path = above.empty() ? sub->get_name() : above + " " + sub->get_name();
    const std::string below = known_paths(*sub, path);
    paths += fmt::format("{}\"{}\"{}{}", paths.empty() ? "" : "|", path, below.empty() ? "" : "|",
                         below);
  }
  return paths;
}

constexpr std::string_view bash_beginning = R"script(# eval "$(weir completion bash)"
_weir() {
  local path="" word words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${COMP_WORDS[i]}"
    case "$word" in -*) continue ;; esac
    case "${path:+$path }$word" in
)script";

constexpr std::string_view bash_middle = R"script() path="${path:+$path }$word" ;;
    esac
  done
  case "$path" in
)script";

constexpr std::string_view bash_end = R"script(  esac
  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
  if [ ${#COMPREPLY[@]} -eq 0 ]; then
    COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
  fi
}
complete -F _weir weir
)script";

std::string bash_script(const CLI::App& app) {
  std::string cases;
  collect_cases(app, "", cases);
  return fmt::format("{}      {}{}{}{}", bash_beginning, known_paths(app, ""), bash_middle, cases,
                     bash_end);
}

std::string fish_script(const CLI::App& app) {
  std::string script = "# Completion of weir for fish. Use: weir completion fish | source\n";
  for (const CLI::App* sub : app.get_subcommands({})) {
    script += fmt::format("complete -c weir -n __fish_use_subcommand -a {} -d '{}'\n",
                          sub->get_name(), sub->get_description());
    for (const CLI::Option* option : sub->get_options({})) {
      for (const std::string& name : option->get_lnames()) {
        script += fmt::format("complete -c weir -n '__fish_seen_subcommand_from {}' -l {}\n",
                              sub->get_name(), name);
      }
    }
    for (const CLI::App* below : sub->get_subcommands({})) {
      script += fmt::format("complete -c weir -n '__fish_seen_subcommand_from {}' -a {} -d '{}'\n",
                            sub->get_name(), below->get_name(), below->get_description());
    }
  }
  return script;
}

int print_script(const CLI::App& app, const std::string& shell) {
  // zsh reads bash's completions once it is told to.
  const std::string zsh_prelude = "autoload -U +X bashcompinit && bashcompinit\n";
  const std::string script = shell == "fish"  ? fish_script(app)
                             : shell == "zsh" ? zsh_prelude + bash_script(app)
                                              : bash_script(app);
  std::fputs(script.c_str(), stdout);
  return 0;
}

}  // namespace

void add_completion(CLI::App& app, Command& command) {
  CLI::App* sub = app.add_subcommand("completion", "Print a shell's completion script");
  auto shell = std::make_shared<std::string>();
  sub->add_option("shell", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  sub->callback([&app, &command, shell] {
    command.run = [&app, shell](World&) { return print_script(app, *shell); };
  });
}

}  // namespace weir::app
