// Run: a prepared plan, run: phases in order (setup, main, teardown), workers on their loops, what
// they count merged once a second.
//
// What a run came to is merged from histograms of each worker and second, never from averages.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "base/time.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "meter/load/arrivals.h"
#include "meter/results/live_view.h"
#include "meter/results/run_result.h"
#include "meter/results/sample.h"
#include "meter/run/interval.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/shared_state.h"
#include "meter/run/worker.h"

namespace weir::meter {

// All must outlive the run.
struct RunSurroundings {
  const env::Clock& clock;
  env::Network& network;
  env::EventLoop& control;               // Where the run itself lives, and the observer is told.
  std::vector<env::EventLoop*> workers;  // At least one; `control` may be among them.
  SampleSink* samples = nullptr;         // May be null, as the next.
  RunObserver* observer = nullptr;
  // Once a second: why the run must end now, a sentence; nothing while it may go on.
  std::function<std::optional<std::string>(const RunResult& so_far)> abort_reason{};
  // How long a loop is kept busy before the next planned send of an open load. 0 in simulation,
  // where a busy loop would stop time.
  nanoseconds busy_poll{0};
  // After stop(): how long answers are waited for; readers have four fifths of it.
  seconds answer_wait{10};
};

class Run {
 public:
  // `plan` must outlive it.
  Run(const PreparedPlan& plan, RunSurroundings surroundings);
  // On the control loop, or after all loops have ended.
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  // Calls `done` on the control loop with what it came to. Once. Threads: the control loop's.
  void start(std::move_only_function<void(RunResult)> done);

  // Sends nothing more, waits for answers and for what was acknowledged to be read, then answers
  // start(). Called again, it waits for nothing any more. Threads: any; not after start() has been
  // answered.
  void stop();

 private:
  struct Pending {
    std::size_t workers = 0;  // How many have shipped it.
    std::unique_ptr<Interval> merged;
  };

  std::unique_ptr<Interval> ship(std::unique_ptr<Interval> interval);
  void take(std::unique_ptr<Interval> interval);
  void finish_seconds();
  void finish_second(const Interval& interval);
  void add_shards(const Interval& interval);
  void show_later();
  void show();
  void check_thresholds();

  void plan_phases();
  void next_phase();
  void on_phase_over();
  // The writers of all workers are over: their readers may go on for a while.
  void on_writers_over();
  void drain(MonotonicTime until);
  void stop_here(bool is_interrupted);
  void give_up();
  void finish();
  void conclude();
  void add_notes();
  std::optional<nanoseconds> planned_duration() const;
  void note_trouble(std::string sentence);

  const PreparedPlan& plan_;
  const RunSurroundings around_;
  SharedState shared_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::move_only_function<void(RunResult)> done_;

  std::deque<std::vector<std::size_t>> phases_;
  std::vector<std::size_t> phase_;  // Its groups.
  std::size_t phase_workers_ = 0;   // Still acting.
  std::size_t phase_writers_ = 0;   // With writers still acting.
  std::unique_ptr<env::Timer> drain_;
  bool is_stopping_ = false;
  MonotonicTime stopped_at_{};
  bool has_given_up_ = false;
  bool is_finished_ = false;
  std::size_t unanswered_ = 0;
  std::unique_ptr<env::Timer> patience_;

  RunResult result_;
  std::map<std::uint32_t, Pending> pending_;
  std::map<std::pair<std::string, std::string>, ShardResult> shards_;
  std::uint64_t waited_ = 0;
  std::vector<Sample> slowest_;
  std::deque<Sample> latest_;
  bool is_show_due_ = false;
  std::vector<std::pair<nanoseconds, std::unique_ptr<ArrivalPlan>>> rates_;  // With start delays.
  std::vector<std::string> troubles_;

  Mutex spare_mutex_;
  std::vector<std::unique_ptr<Interval>> spare_ GUARDED_BY(spare_mutex_);
  std::shared_ptr<Run*> self_;  // For posted tasks, which may come too late.
};

}  // namespace weir::meter
