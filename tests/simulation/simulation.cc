#include "simulation.h"

#include <vector>

#include "auditor.h"
#include "faults/faults.h"
#include "invariants.h"
#include "workload/operations.h"
#include "world/chance.h"
#include "world/machine.h"

namespace weir::simulation {
namespace {

// An operation or a fault, and how often it comes.
struct Choice {
  unsigned weight;
  std::function<void(Machine&)> act;
};

Choice operation(unsigned weight, void (*start)(const Bench&)) {
  return {weight, [start](Machine& machine) { start(machine.bench()); }};
}

void add_record_operations(std::vector<Choice>& choices) {
  choices.push_back(operation(400, append_records));
  choices.push_back(operation(30, append_burst));
  choices.push_back(operation(150, read_records));
  choices.push_back(operation(40, find_time));
  choices.push_back(operation(40, wait_for_records));
}

void add_log_operations(std::vector<Choice>& choices) {
  choices.push_back(operation(40, trim_log));
  choices.push_back(operation(6, end_log));
  choices.push_back(operation(8, remove_log));
}

void add_catalog_operations(std::vector<Choice>& choices) {
  choices.push_back(operation(60, create_stream));
  choices.push_back(operation(25, delete_stream));
  choices.push_back(operation(30, change_retention));
  choices.push_back(operation(40, change_user));
}

void add_faults(std::vector<Choice>& choices, const RunSettings& settings) {
  choices.push_back({10, restart_cleanly});
  choices.push_back({10, kill_process});
  choices.push_back({12, cut_power});
  choices.push_back({12, cut_power_soon});
  choices.push_back({8, fill_disk});
  choices.push_back({20, jump_clock});
  choices.push_back({20, let_time_pass});
  choices.push_back({3, fail_sync});
  if (settings.disk_is_damaged) choices.push_back({24, damage_disk});
}

std::vector<Choice> choices_for(const RunSettings& settings, env::Random& random) {
  std::vector<Choice> choices;
  if (settings.mode != Mode::catalog) add_record_operations(choices);
  if (settings.mode == Mode::journal) add_log_operations(choices);
  if (settings.mode != Mode::journal) add_catalog_operations(choices);
  if (settings.mode == Mode::whole) {
    choices.push_back(operation(100, read_shard));
    choices.push_back(operation(20, change_encryption));
  }
  add_faults(choices, settings);
  // Some runs do without some of them, and much more of others: what is rare on average is then
  // common somewhere.
  for (Choice& choice : choices) choice.weight *= one_of<unsigned>(random, {0, 1, 1, 1, 1, 3});
  choices.push_back({1, let_time_pass});
  return choices;
}

const Choice& choose(const std::vector<Choice>& choices, env::Random& random) {
  std::uint64_t sum = 0;
  for (const Choice& choice : choices) sum += choice.weight;
  std::uint64_t chosen = random.below(sum);
  for (const Choice& choice : choices) {
    if (chosen < choice.weight) return choice;
    chosen -= choice.weight;
  }
  return choices.back();
}

void take_steps(Machine& machine) {
  const RunSettings& settings = machine.world().settings;
  const std::vector<Choice> choices = choices_for(settings, machine.random());
  for (std::size_t step = 0; step < settings.steps && machine.findings().empty(); ++step) {
    choose(choices, machine.random()).act(machine);
    machine.boot_if_down();
    if (!machine.findings().empty()) return;
    const nanoseconds duration(
        machine.random().below(static_cast<std::uint64_t>(settings.step_time_max.count())));
    allow_expiry(machine.bench(), duration);
    machine.world().run_for(duration);
    machine.boot_if_down();
    if (machine.findings().empty()) check_invariants(machine.bench());
  }
}

// At the end all that was asked is answered, and all that was acknowledged is there: before and
// after a power cut, and after a clean stop.
void finish(Machine& machine) {
  machine.empty_disk();
  machine.world().files.restart();
  if (!come_to_rest(machine.bench()) || !look_at_everything(machine.bench())) return;
  cut_power(machine);
  if (!machine.findings().empty()) return;
  machine.world().files.restart();
  if (!come_to_rest(machine.bench())) return;
  restart_cleanly(machine);
}

}  // namespace

std::string simulate(const RunOptions& options, const RecordContents& contents) {
  Machine machine(options, contents);
  machine.boot();
  if (machine.findings().empty()) take_steps(machine);
  if (machine.findings().empty()) finish(machine);
  return machine.findings().first();
}

}  // namespace weir::simulation
