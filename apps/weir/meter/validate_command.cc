// weir meter validate: says what a plan would do, or what is wrong with it, and sends nothing.

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

#include "meter/data/record_maker.h"
#include "meter/meter_commands.h"
#include "meter/plan/summary.h"
#include "meter/plan/words.h"
#include "meter/plan_options.h"

namespace weir::app {
namespace {

constexpr std::size_t example_bytes_max = 400;

// What a terminal can show of a record.
std::string shown(std::string_view data) {
  std::string text;
  for (const char byte : data.substr(0, example_bytes_max)) {
    const auto code = static_cast<unsigned char>(byte);
    text += code < 0x20 || code >= 0x7f ? '.' : byte;
  }
  if (data.size() > example_bytes_max) text += fmt::format("… ({} bytes)", data.size());
  return text;
}

// The first record of each writing sampler, as the run would make it but for its seed.
// Errors: invalid_argument  a template or a file is not what the plan takes it for.
Result<std::string> examples_of(const meter::Plan& plan, std::size_t group_index, World& world) {
  const meter::Group& group = plan.groups[group_index];
  env::RealFileSystem files;
  const std::uint64_t seed = plan.seed != 0 ? plan.seed : world.random.next();
  const auto source = meter::RecordSource::prepare(plan, group, group_index, seed, files);
  if (!source) return fail(ErrorCode::invalid_argument, source.error().text());
  meter::RecordMaker maker = (*source)->maker(1);
  const WallTime now = world.clock.wall_now();
  const meter::RecordTimes times{.now = now, .simulated_now = now};
  std::string text;
  if (TRY(maker.begin_iteration(times)) == meter::Next::ended) return text;
  meter::Record record;
  for (std::size_t index = 0; index < group.samplers.size(); ++index) {
    const meter::Sampler& sampler = group.samplers[index];
    if (meter::is_reading(sampler.operation)) continue;
    if (TRY(maker.make(index, times, record)) == meter::Next::ended) continue;
    text += fmt::format("  For example \"{}\" of {} bytes", shown(record.partition_key),
                        record.data.size());
    if (!std::holds_alternative<meter::SizedData>(sampler.data)) text += ": " + shown(record.data);
    text += "\n";
  }
  return text;
}

// Prints the plan and an example of each record, or tells what is wrong.
Result<std::string> report_of(const meter::Plan& plan, World& world) {
  std::string text = meter::summary_of(plan);
  for (std::size_t index = 0; index < plan.groups.size(); ++index) {
    const std::string examples = TRY(examples_of(plan, index, world));
    if (examples.empty()) continue;
    text += fmt::format("Group \"{}\" sends\n{}", plan.groups[index].name, examples);
  }
  return text;
}

int validate(const PlanOptions& options, World& world) {
  const auto plan = load_plan(options, world);
  if (!plan) return complain(plan.error().message);
  const auto report = report_of(*plan, world);
  if (!report) return complain(report.error().message);
  std::fwrite(report->data(), 1, report->size(), stdout);
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
