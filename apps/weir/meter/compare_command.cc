// weir meter compare: two runs side by side, and which differences are larger than their noise.

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "meter/kept_runs.h"
#include "meter/meter_commands.h"
#include "meter/report/compare.h"
#include "meter/terminal_display.h"

namespace weir::app {
namespace {

struct CompareOptions {
  std::string before;
  std::string after;
  bool fails_if_worse = false;
  std::string format = "text";
};

int compare(const CompareOptions& options) {
  const auto before = read_kept_result(options.before);
  if (!before) return complain(before.error().message);
  const auto after = read_kept_result(options.after);
  if (!after) return complain(after.error().message);
  const auto rows = meter::compare_runs(*before, *after);
  fmt::print("{}", options.format == "json"
                       ? meter::compare_json(rows)
                       : meter::compare_text(*before, *after, rows, output_columns(120)));
  const bool is_worse =
      std::ranges::any_of(rows, [](const auto& row) { return row.change == meter::Change::worse; });
  return options.fails_if_worse && is_worse ? 1 : 0;
}

}  // namespace

void add_meter_compare(CLI::App& meter, Command& command) {
  CLI::App* sub = meter.add_subcommand("compare", "Put two runs side by side, with their noise");
  auto options = std::make_shared<CompareOptions>();
  sub->add_option("A", options->before,
                  "The run before: a directory of --save, or a file of --json")
      ->required();
  sub->add_option("B", options->after, "The run after")->required();
  sub->add_flag("--fail-if-worse", options->fails_if_worse,
                "Exit status 1 if anything is worse by more than the noise");
  sub->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  sub->footer(
      "The noise is what stretches of the same run differ by: half of a 95 % confidence interval.\n"
      "Runs of less than ten seconds are too short to know it. For example:\n"
      "  weir meter compare before after");
  sub->callback(
      [&command, options] { command.run = [options](World&) { return compare(*options); }; });
}

}  // namespace weir::app
