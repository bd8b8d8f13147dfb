#include "planted_bugs.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <string>

#include "env/real_clock.h"
#include "log/journal/settings.h"
#include "stream/catalog.h"

namespace weir::simulation {
namespace {

using log::journal::PlantedBug;
using stream::CatalogBug;

struct NamedBug {
  std::string_view name;
  // One that finds it, or is followed by one that does: where a quick look begins.
  std::uint64_t seed;
  PlantedBug journal = PlantedBug::none;
  CatalogBug catalog = CatalogBug::none;
  bool is_harmless = false;

  void plant(RunOptions& options) const {
    options.journal_bug = journal;
    options.catalog_bug = catalog;
  }
};

constexpr NamedBug in_journal(std::string_view name, PlantedBug bug, std::uint64_t seed) {
  return {.name = name, .seed = seed, .journal = bug};
}
constexpr NamedBug in_catalog(std::string_view name, CatalogBug bug, std::uint64_t seed) {
  return {.name = name, .seed = seed, .catalog = bug};
}

constexpr NamedBug bugs[] = {
    in_journal("sync_skipped", PlantedBug::sync_skipped, 1),
    in_journal("acknowledged_before_sync", PlantedBug::acknowledged_before_sync, 1),
    {.name = "segments_recycled",
     .seed = 1,
     .journal = PlantedBug::segments_recycled,
     .is_harmless = true},
    in_journal("old_group_believed", PlantedBug::old_group_believed, 1),
    in_journal("torn_group_believed", PlantedBug::torn_group_believed, 5),
    in_journal("damage_taken_for_torn_tail", PlantedBug::damage_taken_for_torn_tail, 17),
    in_journal("unproven_not_rewritten", PlantedBug::unproven_not_rewritten, 7),
    in_journal("directory_not_synced", PlantedBug::directory_not_synced, 1),
    in_journal("index_off_by_one", PlantedBug::index_off_by_one, 1),
    in_journal("state_not_carried", PlantedBug::state_not_carried, 1),
    in_journal("state_not_restored", PlantedBug::state_not_restored, 1),
    in_journal("horizon_not_restored", PlantedBug::horizon_not_restored, 1),
    in_journal("tail_one_short", PlantedBug::tail_one_short, 1),
    in_journal("end_marker_lost", PlantedBug::end_marker_lost, 5),
    in_journal("end_not_published", PlantedBug::end_not_published, 5),
    in_journal("arrival_goes_back", PlantedBug::arrival_goes_back, 1),
    in_journal("records_doubled", PlantedBug::records_doubled, 5),
    in_journal("unlinked_before_relocated", PlantedBug::unlinked_before_relocated, 5),
    in_catalog("snapshot_one_short", CatalogBug::snapshot_one_short, 2),
    in_catalog("trimmed_before_snapshot", CatalogBug::trimmed_before_snapshot, 2),
};

// True if the outcome is as it must be.
bool try_bug(const NamedBug& bug, RunOptions options, const SeedRange& range,
             const RecordContents& contents) {
  bug.plant(options);
  std::optional<FailedSeed> found;
  const env::RealClock clock;
  const MonotonicTime begin = clock.monotonic_now();
  const std::uint64_t seeds =
      run_seeds(options, range, contents, [&found](const FailedSeed& failure) {
        found = failure;
        return false;
      });
  const double seconds = std::chrono::duration<double>(clock.monotonic_now() - begin).count();
  const bool is_right = found.has_value() != bug.is_harmless;
  const std::string seed = found ? std::to_string(found->seed) : "-";
  const std::string_view problem = found ? std::string_view(found->problem) : " nothing is wrong";
  fmt::print("{:27} {:>7} {:>6} {:>8.1f} {}{}\n", bug.name, seed, seeds, seconds,
             is_right ? "" : " WRONG:", problem);
  std::fflush(stdout);
  return is_right;
}

}  // namespace

void list_planted_bugs() {
  for (const NamedBug& bug : bugs) fmt::print("{}\n", bug.name);
}

bool plant_bug(std::string_view name, RunOptions& options) {
  for (const NamedBug& bug : bugs) {
    if (bug.name != name) continue;
    bug.plant(options);
    return true;
  }
  return false;
}

bool find_planted_bugs(const RunOptions& options, const SeedRange& range, bool quickly,
                       const RecordContents& contents) {
#ifndef WEIR_PLANTED_BUGS
  fmt::print("this build has no planted bugs: configure with WEIR_PLANTED_BUGS=ON\n");
  return false;
#endif
  bool all_right = true;
  fmt::print("{:27} {:>7} {:>6} {:>8}  {}\n", "planted bug", "seed", "tried", "seconds", "problem");
  for (const NamedBug& bug : bugs) {
    SeedRange seeds = range;
    if (quickly) seeds.first = bug.seed;
    // That nothing is wrong is said after fewer runs: each takes its time.
    const std::uint64_t harmless_seeds_max = quickly ? 60 : 300;
    if (bug.is_harmless) seeds.count = std::min(seeds.count, harmless_seeds_max);
    all_right = try_bug(bug, options, seeds, contents) && all_right;
  }
  return all_right;
}

}  // namespace weir::simulation
