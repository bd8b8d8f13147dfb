// weir_sim: the simulation of power cuts and other faults.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "planted_bugs.h"
#include "seed_runner.h"
#include "simulation.h"

namespace weir::simulation {
namespace {

constexpr auto usage =
    "usage: ./dev sim [--seed N | --seeds COUNT [--first N]] [--steps N] [--mode MODE]\n"
    "                 [--bug NAME | --find-bugs [--quickly] | --list-bugs]\n"
    "                 [--processes N] [--verbose]\n"
    "\n"
    "  --seed N       runs this one seed\n"
    "  --seeds COUNT  runs so many (2,000), the first of them --first (1)\n"
    "  --steps N      operations and faults in a run\n"
    "  --mode MODE    journal, catalog or whole; else the seed chooses\n"
    "  --bug NAME     plants a bug, which should be found\n"
    "  --find-bugs    plants each bug in turn, and fails unless all are found in COUNT seeds\n"
    "  --quickly      begins at a seed that is known to find the bug soon\n"
    "  --list-bugs    names them\n"
    "  --processes N  runs side by side (one a core)\n"
    "  --verbose      prints what happens; for one seed\n";

struct Options {
  RunOptions run;
  SeedRange range{.first = 1, .count = 2'000, .processes = 1};
  std::string_view bug;
  bool one_seed = false;
  bool find_bugs = false;
  bool quickly = false;
  bool list_bugs = false;
};

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

// Takes one option with its value. False if it is not understood.
bool take(Options& options, std::string_view name, std::string_view value) {
  if (name == "--mode") {
    options.run.mode = mode_of(value);
    return options.run.mode.has_value();
  }
  if (name == "--bug") {
    options.bug = value;
    return plant_bug(value, options.run);
  }
  const auto count = number(value);
  if (!count) return false;
  if (name == "--seed") {
    options.one_seed = true;
    options.run.seed = *count;
  } else if (name == "--seeds") {
    options.range.count = *count;
  } else if (name == "--first") {
    options.range.first = *count;
  } else if (name == "--steps") {
    options.run.steps = *count;
  } else if (name == "--processes") {
    options.range.processes = static_cast<unsigned>(std::max<std::uint64_t>(*count, 1));
  } else {
    return false;
  }
  return true;
}

std::optional<Options> parse(const std::vector<std::string_view>& arguments) {
  Options options;
  options.range.processes = static_cast<unsigned>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--verbose") {
      options.run.verbose = true;
    } else if (arguments[i] == "--find-bugs") {
      options.find_bugs = true;
    } else if (arguments[i] == "--quickly") {
      options.quickly = true;
    } else if (arguments[i] == "--list-bugs") {
      options.list_bugs = true;
    } else if (i + 1 == arguments.size() || !take(options, arguments[i], arguments[i + 1])) {
      return std::nullopt;
    } else {
      ++i;
    }
  }
  return options;
}

std::string repeat_command(const Options& options, std::uint64_t seed) {
  std::string command = fmt::format("./dev sim --seed {}", seed);
  if (options.run.steps != RunOptions{}.steps)
    command += fmt::format(" --steps {}", options.run.steps);
  if (options.run.mode) command += fmt::format(" --mode {}", mode_text(*options.run.mode));
  if (!options.bug.empty()) command += fmt::format(" --bug {}", options.bug);
  return command;
}

int run_one(const Options& options, const RecordContents& contents) {
  const std::string problem = simulate(options.run, contents);
  if (problem.empty()) {
    fmt::print("seed {}: nothing lost, doubled, reordered or changed\n", options.run.seed);
    return 0;
  }
  fmt::print("seed {}: {}\n  repeat it with: {}\n", options.run.seed, problem,
             repeat_command(options, options.run.seed));
  return 1;
}

int run_many(const Options& options, const RecordContents& contents) {
  std::uint64_t failures = 0;
  const std::uint64_t ran =
      run_seeds(options.run, options.range, contents, [&](const FailedSeed& failure) {
        ++failures;
        fmt::print("seed {}: {}\n  repeat it with: {}\n", failure.seed, failure.problem,
                   repeat_command(options, failure.seed));
        std::fflush(stdout);
        return true;
      });
  fmt::print("{} seeds ran, {} failed\n", ran, failures);
  return failures == 0 && ran == options.range.count ? 0 : 1;
}

int run(int argc, char** argv) {
  const auto options = parse({argv + 1, argv + argc});
  if (!options) {
    fmt::print(stderr, "{}", usage);
    return 2;
  }
  if (options->list_bugs) {
    list_planted_bugs();
    return 0;
  }
  const RecordContents contents;
  if (options->one_seed) return run_one(*options, contents);
  if (!options->find_bugs) return run_many(*options, contents);
  SeedRange range = options->range;
  range.quiet = true;
  return find_planted_bugs(options->run, range, options->quickly, contents) ? 0 : 1;
}

}  // namespace
}  // namespace weir::simulation

int main(int argc, char** argv) { return weir::simulation::run(argc, argv); }
