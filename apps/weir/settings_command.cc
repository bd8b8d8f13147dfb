// weir settings: prints docs/settings.md, which a test compares with the file.

#include <cstdio>

#include "commands.h"
#include "server/settings.h"

namespace weir::app {

void add_settings(CLI::App& app, Command& command) {
  CLI::App* sub = app.add_subcommand("settings", "Print every setting of the server, as Markdown");
  sub->callback([&command] {
    command.run = [](World&) {
      std::fputs(server::settings_page().c_str(), stdout);
      return 0;
    };
  });
}

}  // namespace weir::app
