// MeterMachine: the loops and threads that a run has, and what it does on them from the calling
// thread's view.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "env/asio_loop.h"
#include "env/asio_network.h"
#include "env/clock.h"
#include "meter/results/run_result.h"
#include "meter/run/consumers.h"
#include "meter/run/preflight.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/run.h"

namespace weir::app {

struct RunOutside {
  meter::SampleSink* samples = nullptr;
  meter::RunObserver* observer = nullptr;
  std::function<std::optional<std::string>(const meter::RunResult&)> abort_reason;
};

class MeterMachine {
 public:
  // Starts `workers` threads, each with a loop. `clock` must outlive it.
  MeterMachine(const env::Clock& clock, std::size_t workers);
  // The threads have ended.
  ~MeterMachine();
  MeterMachine(const MeterMachine&) = delete;
  MeterMachine& operator=(const MeterMachine&) = delete;

  // Looks whether the plan can run.
  meter::PreflightOutcome check(meter::PreparedPlan& plan);

  // Runs it, to its end or until it is interrupted: the first signal lets calls under way be
  // answered, the second does not.
  meter::RunResult run(const meter::PreparedPlan& plan, const RunOutside& outside);

 private:
  void make_consumers(meter::PreparedPlan& plan, std::vector<meter::PlanError>& errors);
  void remove_consumers();

  const env::Clock& clock_;
  env::AsioNetwork network_;
  env::AsioLoop control_{0};
  std::vector<std::unique_ptr<env::AsioLoop>> loops_;
  std::vector<std::thread> threads_;
  std::unique_ptr<meter::Consumers> consumers_;
};

}  // namespace weir::app
