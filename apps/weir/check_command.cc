// weir check DIR: reads a data directory that no server has open, verifies every checksum and
// prints what it holds.

#include <cstdio>
#include <memory>
#include <string>

#include "commands.h"
#include "env/real_file_system.h"
#include "log/journal/check.h"

namespace weir::app {
namespace {

int check(const std::string& directory) {
  env::RealFileSystem files;
  const auto report = log::journal::check(files, directory);
  if (!report) return complain(report.error().message);
  std::fputs(log::journal::to_text(*report).c_str(), stdout);
  return report->problems.empty() ? 0 : 1;
}

}  // namespace

void add_check(CLI::App& app, Command& command) {
  CLI::App* sub = app.add_subcommand(
      "check", "Verify every checksum of a data directory, offline, and print what it holds");
  auto directory = std::make_shared<std::string>();
  sub->add_option("directory", *directory, "The data directory of a stopped server")->required();
  sub->footer("Exits with 1 if anything is damaged; each problem is named with file and offset.");
  sub->callback(
      [&command, directory] { command.run = [directory](World&) { return check(*directory); }; });
}

}  // namespace weir::app
