// Machine: the world, the process that runs in it, and the shadow of both. It boots, and goes down
// in every way that a machine can.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "shadow/shadow.h"
#include "workload/bench.h"
#include "world/process.h"
#include "world/world.h"

namespace weir::simulation {

class Machine {
 public:
  Machine(const RunOptions& options, const RecordContents& contents);
  ~Machine();
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  World& world() { return world_; }
  Shadow& shadow() { return shadow_; }
  env::Random& random() { return world_.workload_random; }
  Findings& findings() { return world_.findings; }
  Bench bench() { return {world_, *process_, shadow_, random()}; }
  bool is_up() const { return process_ != nullptr; }
  std::uint64_t lives() const { return life_; }

  // Starts the process, again and again while the power goes during recovery, and settles what was
  // unknown. Nothing is running afterwards only if there is a finding.
  void boot();

  // The process is told to stop, and does; what was under way is answered first.
  void shut_down();
  // The process is killed; the disk keeps everything written.
  void kill();
  // The power is cut; the disk keeps what was synced and anything of the rest.
  void cut_power();
  // The power is cut in the course of the `count`th change of the disk from now.
  void cut_power_after(std::uint64_t count) { world_.files.crash_after(count); }

  // If the process went down meanwhile, boots again.
  void boot_if_down();

  // The disk has room for `bytes` more than it holds.
  void fill_disk(std::uint64_t bytes);
  void empty_disk();
  bool disk_is_full() const { return disk_is_full_; }

 private:
  // False if it went down again.
  bool try_to_boot();
  void go_down();
  void gone();

  World world_;
  Shadow shadow_;
  std::unique_ptr<Process> process_;
  std::uint64_t life_ = 0;
  bool disk_is_full_ = false;
};

}  // namespace weir::simulation
