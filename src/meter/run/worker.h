// Worker: a run's share of one loop: its actors, phase by phase, and what they counted.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "base/done.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "meter/results/sample.h"
#include "meter/run/actor.h"
#include "meter/run/recorder.h"
#include "meter/run/shared_state.h"
#include "meter/run/worker_context.h"

namespace weir::meter {

// Threads: its loop's.
class Worker final : private ActorOwner {
 public:
  Worker(SharedState& shared, env::EventLoop& loop, std::size_t index, std::size_t workers,
         Recorder::Ship ship, SampleSink* sink);
  ~Worker() override;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // The run's clock begins.
  void begin();

  // Acts for these groups from `start` on. `writers_over` is called once those who write have
  // nothing more to do, `over` once nobody has. One phase at a time.
  void run_phase(const std::vector<std::size_t>& groups, MonotonicTime start, Task writers_over,
                 Task over);

  // What is to be read has been read: readers that follow the writers end.
  void stop_followers();

  // Nothing new is begun, but by readers that follow the writers; the phase is over once what is
  // under way has been answered, and those have been stopped.
  void stop();
  // Drops everything; the phase is over. How many calls were under way.
  std::size_t give_up();
  // Ships what was counted. Nothing else may be called after it.
  void finish();

 private:
  void add_actors(std::size_t group_index);
  void add_writers(const PreparedGroup& group);
  void add_readers(const PreparedGroup& group);
  template <class Reader>
  std::unique_ptr<Actor> make_reader(const PreparedGroup& group, const PreparedSampler& sampler,
                                     std::uint32_t thread, std::uint32_t threads);
  void on_over(Actor& actor) override;
  void check_over();
  void arm_tick();
  void tick();

  WorkerContext context_;
  std::vector<std::unique_ptr<Actor>> actors_;
  std::vector<Actor*> followers_;  // Those of them that end when the writers have.
  std::set<Actor*> readers_;
  std::size_t acting_ = 0;
  std::size_t writing_ = 0;
  Task writers_over_;
  Task over_;
  bool is_stopping_ = false;
  std::unique_ptr<env::Timer> tick_;
  std::shared_ptr<Worker*> self_;  // For posted tasks, which may come too late.
};

}  // namespace weir::meter
