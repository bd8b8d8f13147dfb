#include "planted_bugs.h"

#include <fmt/format.h>

namespace weir::simulation {

using log::journal::PlantedBug;

std::vector<NamedBug> planted_bugs() {
  return {
      {PlantedBug::sync_skipped, "sync_skipped"},
      {PlantedBug::acknowledged_before_sync, "acknowledged_before_sync"},
      {PlantedBug::old_group_believed, "old_group_believed"},
      {PlantedBug::damage_taken_for_torn_tail, "damage_taken_for_torn_tail"},
      {PlantedBug::directory_not_synced, "directory_not_synced"},
      {PlantedBug::index_off_by_one, "index_off_by_one"},
      {PlantedBug::state_not_carried, "state_not_carried"},
      {PlantedBug::state_not_restored, "state_not_restored"},
      {PlantedBug::unlinked_before_relocated, "unlinked_before_relocated"},
      {PlantedBug::unproven_not_rewritten, "unproven_not_rewritten"},
  };
}

std::optional<PlantedBug> planted_bug_of(std::string_view name) {
  for (const NamedBug& known : planted_bugs()) {
    if (known.name == name) return known.bug;
  }
  return std::nullopt;
}

bool find_planted_bugs(const RunOptions& options, const SeedRange& range,
                       const RecordContents& contents) {
#ifndef WEIR_PLANTED_BUGS
  fmt::print("this build has no planted bugs: configure with WEIR_PLANTED_BUGS=ON\n");
  return false;
#endif
  bool all_found = true;
  fmt::print("{:28} {:>6}  {}\n", "planted bug", "seeds", "found by");
  for (const NamedBug& planted : planted_bugs()) {
    RunOptions with_bug = options;
    with_bug.planted_bug = planted.bug;
    std::optional<FailedSeed> found;
    const std::uint64_t seeds =
        run_seeds(with_bug, range, contents, [&found](const FailedSeed& failure) {
          found = failure;
          return false;
        });
    all_found = all_found && found.has_value();
    fmt::print("{:28} {:>6}  {}\n", planted.name, seeds,
               found ? fmt::format("seed {}: {}", found->seed, found->problem) : "NOT FOUND");
    std::fflush(stdout);
  }
  return all_found;
}

}  // namespace weir::simulation
