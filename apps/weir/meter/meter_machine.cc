#include "meter/meter_machine.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

#include "base/time.h"
#include "stop_signals.h"

namespace weir::app {
namespace {

// A timer of the kernel wakes a thread some 60 us late, and later on a busy machine.
constexpr microseconds busy_poll{300};

}  // namespace

MeterMachine::MeterMachine(const env::Clock& clock, std::size_t workers) : clock_(clock) {
  for (std::size_t index = 0; index < workers; ++index) {
    loops_.push_back(std::make_unique<env::AsioLoop>(index));
  }
}

MeterMachine::~MeterMachine() {
  for (const auto& loop : loops_) loop->stop();
  for (std::thread& thread : threads_) thread.join();
}

meter::PreflightOutcome MeterMachine::check(meter::PreparedPlan& plan) {
  std::optional<meter::PreflightOutcome> outcome;
  meter::Preflight preflight(plan, control_, network_, clock_);
  control_.post([&] {
    preflight.run([&](meter::PreflightOutcome checked) {
      outcome = std::move(checked);
      control_.stop();
    });
  });
  while (!outcome) control_.run();
  if (outcome->errors.empty()) make_consumers(plan, outcome->errors);
  return *std::move(outcome);
}

void MeterMachine::make_consumers(meter::PreparedPlan& plan,
                                  std::vector<meter::PlanError>& errors) {
  consumers_ = std::make_unique<meter::Consumers>(plan, control_, network_, clock_);
  bool is_done = false;
  control_.post([&] {
    consumers_->make([&](std::vector<meter::PlanError> found) {
      errors = std::move(found);
      is_done = true;
      control_.stop();
    });
  });
  while (!is_done) control_.run();
}

void MeterMachine::remove_consumers() {
  if (!consumers_) return;
  bool is_done = false;
  control_.post([&] {
    consumers_->remove([&] {
      is_done = true;
      control_.stop();
    });
  });
  while (!is_done) control_.run();
}

meter::RunResult MeterMachine::run(const meter::PreparedPlan& plan, const RunOutside& outside) {
  std::vector<env::EventLoop*> workers;
  workers.reserve(loops_.size());
  for (const auto& loop : loops_) workers.push_back(loop.get());
  meter::Run run(plan, {.clock = clock_,
                        .network = network_,
                        .control = control_,
                        .workers = std::move(workers),
                        .samples = outside.samples,
                        .observer = outside.observer,
                        .abort_reason = outside.abort_reason,
                        .busy_poll = busy_poll});
  // Before the threads, which then leave the signals to it.
  const StopSignals signals([&run] { run.stop(); }, [&run] { run.stop(); });
  for (const auto& loop : loops_) threads_.emplace_back([&loop] { loop->run(); });
  std::optional<meter::RunResult> result;
  control_.post([&] {
    run.start([&](meter::RunResult came_to) {
      result = std::move(came_to);
      control_.stop();
    });
  });
  while (!result) control_.run();
  remove_consumers();
  return *std::move(result);
}

}  // namespace weir::app
