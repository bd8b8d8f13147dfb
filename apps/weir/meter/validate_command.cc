// weir meter validate: says what a plan would do, or what is wrong with it, and sends nothing.

#include <fmt/format.h>

#include <memory>

#include "meter/meter_commands.h"
#include "meter/plan/summary.h"
#include "meter/plan_options.h"

namespace weir::app {
namespace {

int validate(const PlanOptions& options, World& world) {
  const auto plan = load_plan(options, world);
  if (!plan) return complain(plan.error().message);
  fmt::print("{}", meter::summary_of(*plan));
  return 0;
}

}  // namespace

void add_meter_validate(CLI::App& meter, Command& command) {
  CLI::App* sub = meter.add_subcommand("validate", "Say what a plan would do, and send nothing");
  auto options = std::make_shared<PlanOptions>();
  add_plan_options(*sub, *options);
  sub->footer(
      "Exit status: 0 the plan can run, 1 it cannot, 2 wrong use. For example:\n"
      "  weir meter validate plan.toml\n"
      "  weir meter validate awsmeter.jmx --set kinesis_stream_name=orders");
  sub->callback([&command, options] {
    command.run = [options](World& world) { return validate(*options, world); };
  });
}

}  // namespace weir::app
