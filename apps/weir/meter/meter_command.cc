// weir meter: the load tester.

#include "meter/meter_commands.h"

namespace weir::app {

void add_meter(CLI::App& app, Command& command) {
  CLI::App* sub = app.add_subcommand("meter", "Load-test a stream, Weir's or Amazon's");
  sub->require_subcommand(1);
  sub->footer(
      "A plan says what is sent and how fast: flags, a TOML file, or JMeter's .jmx. For example:\n"
      "  weir meter run --stream orders --threads 1 --duration 300s --rate 1/s\n"
      "  weir meter init plan.toml");
  add_meter_run(*sub, command);
  add_meter_init(*sub, command);
  add_meter_validate(*sub, command);
  add_meter_show(*sub, command);
  add_meter_compare(*sub, command);
  add_meter_agent(*sub, command);
}

}  // namespace weir::app
