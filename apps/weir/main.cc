// weir: a stream service that speaks Amazon Kinesis, and the tools around it. Parses the command
// line and runs what it asks for.

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <span>
#include <string_view>

#include "commands.h"
#include "forgotten_value.h"

namespace weir::app {
namespace {

void add_tools(CLI::App& app, Command& command) {
  add_put(app, command);
  add_tail(app, command);
  add_stream(app, command);
  add_estimate(app, command);
  add_user(app, command);
  add_role(app, command);
  add_policy(app, command);
  add_key(app, command);
  add_check(app, command);
  add_tls(app, command);
  add_meter(app, command);
  add_settings(app, command);
  add_completion(app, command);
}

}  // namespace
}  // namespace weir::app

int main(int argument_count, char** arguments) {
  using namespace weir::app;
  // A client that goes away is an error of its connection, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);

  CLI::App app(
      "Weir: Amazon Kinesis Data Streams on your own machines.\n"
      "\n"
      "Start a server with `weir serve`, then point any AWS client at it:\n"
      "  aws kinesis list-streams --endpoint-url http://127.0.0.1:4567",
      "weir");
  app.set_version_flag("--version", "weir " WEIR_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(38);

  Command command;
  add_serve(app, command);
  // A server keeps its command line for as long as it runs: it takes no memory for other commands.
  const bool is_server = argument_count > 1 && std::string_view(arguments[1]) == "serve";
  if (!is_server) add_tools(app, command);

  const std::span<const char* const> words(arguments, static_cast<std::size_t>(argument_count));
  if (const auto sentence = find_forgotten_value(app, words.subspan(words.empty() ? 0 : 1))) {
    std::fprintf(stderr, "weir: %s.\n", sentence->c_str());
    return 2;
  }
  try {
    app.parse(argument_count, arguments);
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    return status == 0 ? 0 : 2;
  }
  World world;
  return command.run(world);
}
