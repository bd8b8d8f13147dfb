// SharedState: what all workers of a run look at.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/time.h"
#include "env/clock.h"
#include "env/network.h"
#include "meter/load/throughput.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/shard_tracker.h"
#include "meter/run/trace_ledger.h"

namespace weir::meter {

// Threads: any, once the run has begun.
struct SharedState {
  SharedState(const PreparedPlan& prepared, const env::Clock& its_clock, env::Network& its_network)
      : plan(prepared),
        clock(its_clock),
        network(its_network),
        running(prepared.groups.size()),
        group_turns(prepared.groups.size()) {}

  // The wall clock at a moment of the run, to the nanosecond and without jumps.
  std::int64_t wall_ns(MonotonicTime time) const {
    return wall_start.ms * 1'000'000 + (time - start).count();
  }
  RunningThreads running_threads(std::uint32_t group) const {
    return {.of_group = running[group].load(std::memory_order_relaxed),
            .all = all_running.load(std::memory_order_relaxed)};
  }

  const PreparedPlan& plan;
  const env::Clock& clock;
  env::Network& network;
  MonotonicTime start;
  WallTime wall_start;
  nanoseconds busy_poll{0};

  std::deque<std::atomic<std::uint32_t>> running;  // Threads, by group.
  std::atomic<std::uint32_t> all_running = 0;
  std::deque<SharedThroughput> group_turns;
  SharedThroughput all_turns;
  std::atomic<std::uint32_t> writers = 0;
  TraceLedger ledger;
  std::map<const Sampler*, std::unique_ptr<ShardTracker>> trackers;  // Of reading samplers.

  // A failed sample ends the run: now, or once what is under way has been answered.
  std::function<void(bool is_at_once)> on_stop_wanted;
  // A data source failed, or a reader cannot go on: a sentence.
  std::function<void(std::string)> on_trouble;
};

}  // namespace weir::meter
