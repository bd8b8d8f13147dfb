// weir meter run: runs a plan and says what it came to.

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "client_credentials.h"
#include "meter/agents_run.h"
#include "meter/load/compressed.h"
#include "meter/meter_commands.h"
#include "meter/meter_machine.h"
#include "meter/plan_options.h"
#include "meter/report/outputs.h"
#include "meter/report/summary.h"
#include "meter/report/thresholds.h"
#include "meter/run/prepare.h"
#include "meter/screen/live_screen.h"
#include "meter/terminal_display.h"

namespace weir::app {
namespace {

struct RunOptions {
  PlanOptions plan;
  AgentsOptions agents;
  const CLI::App* command = nullptr;  // That parsed them.
  meter::OutputPaths outputs;
  double speed = 1;
  std::size_t workers = 0;  // 0: one a core.
  bool skips_check = false;
  bool is_plain = false;
  bool is_quiet = false;
};

// Whoever signs, for as long as the run lasts.
class Identities {
 public:
  explicit Identities(const World& world) : world_(world) {}

  Result<meter::FoundIdentity> find(const aws::CredentialFlags& flags) {
    auto found = TRY(ClientCredentials::find(flags, world_));
    const ClientCredentials* const credentials = found.get();
    held_.push_back(std::move(found));
    return meter::FoundIdentity{
        .credentials = [credentials](WallTime now) { return credentials->at(now); },
        .region = aws::find_region(flags, credential_doors(world_))};
  }

 private:
  const World& world_;
  std::vector<std::unique_ptr<ClientCredentials>> held_;
};

// How many samples the run will have, if its plan says so; else 0.
std::uint64_t samples_expected(const meter::Plan& plan) {
  std::uint64_t sum = 0;
  for (const meter::Group& group : plan.groups) {
    const auto* closed = std::get_if<meter::ClosedLoad>(&group.load);
    if (closed == nullptr || closed->duration || group.follows_writers) return 0;
    sum += closed->threads * closed->loops.value_or(1) * group.samplers.size();
  }
  return sum;
}

bool has_all_failed(const meter::RunResult& result) {
  const meter::Counts counts = result.total().counts;
  return counts.samples > 0 && counts.samples == counts.samples_failed;
}

meter::SampleNames names_of(const meter::PreparedPlan& plan) {
  meter::SampleNames names{.labels = plan.labels, .groups = {}};
  for (const meter::Group& group : plan.plan.groups) names.groups.push_back(group.name);
  return names;
}

bool check(MeterMachine& machine, meter::PreparedPlan& plan) {
  const meter::PreflightOutcome outcome = machine.check(plan);
  for (const std::string& note : outcome.notes) fmt::print(stderr, "{}\n", note);
  for (const meter::PlanError& error : outcome.errors) complain(error.text());
  return outcome.errors.empty();
}

int conclude(const RunOptions& options, const meter::Plan& plan, meter::RunResult result,
             meter::Outputs& outputs) {
  result.weir_version = WEIR_VERSION;
  const auto verdicts = meter::judge(plan.thresholds, result);
  if (!options.is_quiet) {
    fmt::print("{}", meter::summary_text(result, verdicts, output_columns(100)));
  }
  std::fflush(stdout);
  const auto written = outputs.finish(result, verdicts);
  if (!written) return complain(written.error().message);
  for (const std::string& line : *written) fmt::print(stderr, "{}\n", line);
  return meter::all_hold(verdicts) && !has_all_failed(result) ? 0 : 1;
}

// Single samples stay on the agents.
int run_shared(const RunOptions& options, const meter::Plan& plan, World& world) {
  if (!options.outputs.jtl.empty()) {
    return complain("--jtl is of single samples, which stay on the agents; leave it out.");
  }
  meter::SampleNames names;
  for (const meter::Group& group : plan.groups) {
    names.groups.push_back(group.name);
    for (const meter::Sampler& sampler : group.samplers) names.labels.push_back(sampler.label);
  }
  auto outputs = meter::Outputs::open(options.outputs, plan, std::move(names));
  if (!outputs) return complain(outputs.error().message);
  const std::uint64_t expected = samples_expected(plan);
  TerminalDisplay display(options.is_plain, !world.environment("NO_COLOR"));
  meter::LiveScreen screen(display);
  auto result = run_on_agents(options.agents, options.plan, *options.command, plan, options.speed,
                              {.observer = options.is_quiet ? nullptr : &screen,
                               .abort_reason =
                                   [&](const meter::RunResult& so_far) {
                                     return meter::cannot_hold(plan.thresholds, so_far, expected);
                                   }},
                              world);
  screen.clear();
  if (!result) return complain(result.error().message);
  return conclude(options, plan, *std::move(result), **outputs);
}

int run(const RunOptions& options, World& world) {
  auto loaded = load_plan(options.plan, world);
  if (!loaded) return complain(loaded.error().message);
  meter::Plan plan = *std::move(loaded);
  if (!options.agents.agents.empty()) return run_shared(options, plan, world);
  if (options.speed != 1) plan = meter::compressed(std::move(plan), options.speed);
  for (const std::string& note : plan.notes) fmt::print(stderr, "{}\n", note);

  env::RealFileSystem files;
  Identities identities(world);
  auto prepared = meter::prepare(
      std::move(plan),
      {.files = files,
       .random = world.random,
       .now = world.clock.wall_now(),
       .find_identity = [&](const aws::CredentialFlags& flags) { return identities.find(flags); }});
  if (!prepared) return complain(prepared.error().text());
  meter::PreparedPlan& ready = **prepared;

  const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
  MeterMachine machine(world.clock, options.workers != 0 ? options.workers : cores);
  if (!options.skips_check && !check(machine, ready)) return 1;
  auto outputs = meter::Outputs::open(options.outputs, ready.plan, names_of(ready));
  if (!outputs) return complain(outputs.error().message);
  const std::uint64_t expected = samples_expected(ready.plan);
  TerminalDisplay display(options.is_plain, !world.environment("NO_COLOR"));
  meter::LiveScreen screen(display);
  meter::RunResult result =
      machine.run(ready, {.samples = (*outputs)->samples(),
                          .observer = options.is_quiet ? nullptr : &screen,
                          .abort_reason = [&](const meter::RunResult& so_far) {
                            return meter::cannot_hold(ready.plan.thresholds, so_far, expected);
                          }});
  screen.clear();
  return conclude(options, ready.plan, std::move(result), **outputs);
}

void add_outputs(CLI::App& sub, meter::OutputPaths& paths) {
  const auto add = [&sub](const char* flag, std::string& path, const char* meaning) {
    sub.add_option(flag, path, meaning)->type_name("FILE")->group("Results");
  };
  add("--jtl", paths.jtl, "Each sample, as JMeter writes it: CSV, or XML if the name ends in .xml");
  add("--json", paths.json, "Everything that is counted");
  add("--hgrm", paths.hgrm, "The distribution of latency, for HdrHistogram's tools");
  add("--junit", paths.junit, "The thresholds as tests, for build servers");
  add("--html", paths.html, "One page with charts");
  add("--save", paths.save, "A directory with all there is, for `weir meter show` and `compare`");
}

}  // namespace

void add_meter_run(CLI::App& meter, Command& command) {
  CLI::App* sub = meter.add_subcommand("run", "Run a plan and say what it came to");
  auto options = std::make_shared<RunOptions>();
  add_plan_options(*sub, options->plan);
  sub->add_option("--speed", options->speed,
                  "Everything that the plan says about time happens so many times as fast")
      ->type_name("FACTOR")
      ->check(CLI::PositiveNumber)
      ->group("How fast");
  sub->add_option("--workers", options->workers, "Threads that send; one a core if not given")
      ->type_name("COUNT")
      ->check(CLI::Range(1, 1'024))
      ->group("How fast");
  sub->add_flag("--no-check", options->skips_check,
                "Send at once, without a look whether the stream is there");
  add_agents_options(*sub, options->agents);
  options->command = sub;
  add_outputs(*sub, options->outputs);
  sub->add_flag("--plain", options->is_plain, "Lines instead of a screen while it runs")
      ->group("Results");
  sub->add_flag("--quiet", options->is_quiet, "Nothing on standard output")->group("Results");
  sub->footer(
      "Ctrl-C stops sending, waits for answers and still reports; a second one waits no longer.\n"
      "Exit status: 0 all is well, 1 a threshold was missed, the plan cannot run or every call "
      "failed, 2 wrong use. For example:\n"
      "  weir meter run --stream orders --threads 1 --duration 300s --rate 1/s\n"
      "  weir meter run plan.toml --jtl samples.csv --html report.html");
  sub->callback([&command, options] {
    command.run = [options](World& world) { return run(*options, world); };
  });
}

}  // namespace weir::app
