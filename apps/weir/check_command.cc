// weir check: verifies a data directory that no server has open, and prints what it holds.

#include <cstdio>
#include <memory>
#include <string>

#include "check_report.h"
#include "commands.h"
#include "env/real_file_system.h"
#include "server/directory_report.h"

namespace weir::app {
namespace {

// The exit status is for scripts.
constexpr int damaged = 1;
constexpr int not_read = 2;

struct CheckOptions {
  std::string directory;
  bool json = false;
  bool brief = false;
};

int check(const CheckOptions& options, const World& world) {
  const std::string directory = options.directory.empty()
                                    ? world.environment("WEIR_DATA").value_or("weir-data")
                                    : options.directory;
  // Whatever goes wrong here, the directory stays as it is.
  env::RealFileSystem files({.read_only = true});
  auto report = server::DirectoryReport::make(files, directory);
  if (!report) {
    complain(report.error().message);
    return not_read;
  }
  const std::string text =
      options.json ? check_json(directory, *report) : check_text(directory, *report, options.brief);
  std::fputs(text.c_str(), stdout);
  if (report->has_unreadable()) return not_read;
  return report->has_damage() ? damaged : 0;
}

}  // namespace

void add_check(CLI::App& app, Command& command) {
  CLI::App* sub = app.add_subcommand(
      "check", "Verify a stopped server's data directory, and print what it holds");
  auto options = std::make_shared<CheckOptions>();
  sub->add_option("directory", options->directory,
                  "The data directory. Default: $WEIR_DATA or weir-data.");
  sub->add_flag("--json", options->json, "Print one JSON document, with everything in it");
  sub->add_flag("--brief", options->brief, "Print no tables, only what is wrong");
  sub->footer(
      "Reads every byte that means anything, compares all checksums, and changes nothing. Damage\n"
      "is told by file and byte, with the records that cannot be read for it; a server serves the\n"
      "others. What a power cut or a kill leaves (a torn tail, an unfinished file) is told too, "
      "and\n"
      "is no damage: nobody was told that it was durable.\n"
      "\n"
      "Exit status: 0 in order, 1 damaged, 2 could not be read.");
  sub->callback([&command, options] {
    command.run = [options](World& world) { return check(*options, world); };
  });
}

}  // namespace weir::app
