#include "world/world.h"

#include <algorithm>

namespace weir::simulation {
namespace {

// More than any run takes between two operations: something goes round in circles.
constexpr std::uint64_t steps_max = 3'000'000;

std::uint64_t part_of(std::uint64_t seed, std::uint64_t part) {
  return env::SeededRandom(seed * 31 + part).next();
}

}  // namespace

World::World(const RunOptions& options)
    : settings_random(part_of(options.seed, 1)),
      scheduler_random(part_of(options.seed, 2)),
      process_random(part_of(options.seed, 4)),
      workload_random(part_of(options.seed, 5)),
      keys_random(part_of(options.seed, 6)),
      verbose(options.verbose),
      settings(draw_settings(options, settings_random)),
      logger(findings, options.verbose, [this] { return files.is_off(); }),
      scheduler(clock, scheduler_random),
      files(scheduler, settings.disk),
      keyring(keys_random) {
  wall_clock_highest_ = clock.wall_now();
  for (std::string& id : key_ids) id = keyring.create({}, clock.wall_now()).value()->id;
}

bool World::run_until(const std::function<bool()>& done, nanoseconds at_most) {
  bool time_is_up = false;
  const auto limit = scheduler.schedule(at_most, env::SimScheduler::EventKind::timer,
                                        [&time_is_up] { time_is_up = true; });
  std::uint64_t steps = 0;
  while (!time_is_up && !is_interrupted() && !done()) {
    scheduler.step();
    if (++steps > steps_max) findings.report("the process does not come to rest");
  }
  scheduler.cancel(limit);
  return !is_interrupted() && done();
}

bool World::run_for(nanoseconds duration) {
  run_until([] { return false; }, duration);
  return !is_interrupted();
}

void World::jump_wall_clock(milliseconds by) {
  wall_clock_highest();
  clock.jump_wall(by);
}

WallTime World::wall_clock_highest() {
  wall_clock_highest_ = std::max(wall_clock_highest_, clock.wall_now());
  return wall_clock_highest_;
}

}  // namespace weir::simulation
