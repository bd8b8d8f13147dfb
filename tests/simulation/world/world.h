// World: what outlives the process under test: the clock, the disk, the power, the seed.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>
#include <string>

#include "crypto/keyring.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_file_system.h"
#include "env/sim_scheduler.h"
#include "world/findings.h"
#include "world/run_logger.h"
#include "world/run_settings.h"

namespace weir::simulation {

class World {
 public:
  explicit World(const RunOptions& options);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // Runs what is due within `at_most`, until `done` answers true. False if that did not happen in
  // time, or the run has been interrupted.
  bool run_until(const std::function<bool()>& done, nanoseconds at_most);

  // Runs everything that is due within `duration`. False if the run has been interrupted.
  bool run_for(nanoseconds duration);

  // The power is off, the process has stopped itself, or something is wrong.
  bool is_interrupted() const { return files.is_off() || stopped_by_disk || !findings.empty(); }

  // The wall clock is set.
  void jump_wall_clock(milliseconds by);
  // The latest time that the wall clock has shown.
  WallTime wall_clock_highest();

  // Independent of one another, so that a change in what one part draws leaves the others alone.
  env::SeededRandom settings_random;
  env::SeededRandom scheduler_random;
  env::SeededRandom process_random;
  env::SeededRandom workload_random;
  env::SeededRandom keys_random;

  const bool verbose;
  const RunSettings settings;
  Findings findings;
  RunLogger logger;
  env::SimClock clock;
  env::SimScheduler scheduler;
  env::SimFileSystem files;
  bool stopped_by_disk = false;
  // Its files are on another disk, which nothing happens to.
  crypto::Keyring keyring;
  std::array<std::string, 2> key_ids;

 private:
  WallTime wall_clock_highest_;
};

}  // namespace weir::simulation
