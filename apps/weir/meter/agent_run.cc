#include "meter/agent_run.h"

#include <fmt/format.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "aws/credentials/credential_chain.h"
#include "client_credentials.h"
#include "env/asio_loop.h"
#include "env/asio_network.h"
#include "meter/order_plan.h"
#include "meter/run/preflight.h"
#include "meter/run/prepare.h"
#include "meter/run/run.h"

namespace weir::app {
namespace {

// A timer of the kernel wakes a thread some 60 us late, and later on a busy machine.
constexpr microseconds busy_poll{300};

class AgentRun final : public meter::AgentJob {
 public:
  AgentRun(World& world, PrivateDirectory directory, std::size_t workers)
      : world_(world), directory_(std::move(directory)) {
    for (std::size_t index = 0; index < workers; ++index) {
      loops_.push_back(std::make_unique<env::AsioLoop>(index));
    }
  }
  ~AgentRun() override;
  AgentRun(const AgentRun&) = delete;
  AgentRun& operator=(const AgentRun&) = delete;

  Result<void> prepare(const meter::AgentOrder& order);

  void start(MonotonicTime at, meter::RunObserver& observer,
             std::move_only_function<void(meter::RunResult)> done) override;
  void stop() override;

 private:
  Result<meter::FoundIdentity> find_identity(const aws::CredentialFlags& flags);
  Result<void> look();

  World& world_;
  const PrivateDirectory directory_;
  env::RealFileSystem files_;
  std::vector<std::unique_ptr<ClientCredentials>> credentials_;
  std::unique_ptr<meter::PreparedPlan> plan_;
  env::AsioNetwork network_;
  env::AsioLoop control_{0};
  std::vector<std::unique_ptr<env::AsioLoop>> loops_;
  std::unique_ptr<meter::Run> run_;
  std::unique_ptr<env::Timer> start_timer_;
  std::move_only_function<void(meter::RunResult)> done_;
  bool is_over_ = false;  // Of the control loop.
  std::vector<std::thread> threads_;
};

// Its loops end first: nothing of the run is under way any more.
AgentRun::~AgentRun() {
  control_.stop();
  for (const auto& loop : loops_) loop->stop();
  for (std::thread& thread : threads_) thread.join();
  start_timer_.reset();
  run_.reset();
}

Result<void> AgentRun::prepare(const meter::AgentOrder& order) {
  meter::Plan plan = TRY(plan_of(order, directory_, world_));
  auto prepared =
      meter::prepare(std::move(plan), {.files = files_,
                                       .random = world_.random,
                                       .now = world_.clock.wall_now(),
                                       .find_identity = [this](const aws::CredentialFlags& flags) {
                                         return find_identity(flags);
                                       }});
  if (!prepared) return fail(ErrorCode::invalid_argument, prepared.error().text());
  plan_ = *std::move(prepared);
  return look();
}

Result<meter::FoundIdentity> AgentRun::find_identity(const aws::CredentialFlags& flags) {
  credentials_.push_back(TRY(ClientCredentials::find(flags, world_)));
  const ClientCredentials* const found = credentials_.back().get();
  return meter::FoundIdentity{.credentials = [found](WallTime now) { return found->at(now); },
                              .region = aws::find_region(flags, credential_doors(world_))};
}

Result<void> AgentRun::look() {
  std::optional<meter::PreflightOutcome> outcome;
  meter::Preflight preflight(*plan_, control_, network_, world_.clock);
  control_.post([&] {
    preflight.run([&](meter::PreflightOutcome checked) {
      outcome = std::move(checked);
      control_.stop();
    });
  });
  while (!outcome) control_.run();
  if (outcome->errors.empty()) return {};
  return fail(ErrorCode::invalid_argument, outcome->errors.front().text());
}

void AgentRun::start(MonotonicTime at, meter::RunObserver& observer,
                     std::move_only_function<void(meter::RunResult)> done) {
  done_ = std::move(done);
  std::vector<env::EventLoop*> workers;
  workers.reserve(loops_.size());
  for (const auto& loop : loops_) workers.push_back(loop.get());
  run_ = std::make_unique<meter::Run>(*plan_, meter::RunSurroundings{.clock = world_.clock,
                                                                     .network = network_,
                                                                     .control = control_,
                                                                     .workers = std::move(workers),
                                                                     .observer = &observer,
                                                                     .busy_poll = busy_poll});
  for (const auto& loop : loops_) threads_.emplace_back([&loop] { loop->run(); });
  control_.post([this, at] {
    start_timer_ = control_.after(at - world_.clock.monotonic_now(), [this] {
      run_->start([this](meter::RunResult result) {
        is_over_ = true;
        done_(std::move(result));
      });
    });
  });
  threads_.emplace_back([this] { control_.run(); });
}

void AgentRun::stop() {
  control_.post([this] {
    if (!is_over_) run_->stop();
  });
}

}  // namespace

Result<std::unique_ptr<meter::AgentJob>> AgentRuns::prepare(meter::AgentOrder order) {
  auto run = std::make_unique<AgentRun>(world_, TRY(PrivateDirectory::make(world_)), workers_);
  TRY(run->prepare(order));
  return run;
}

}  // namespace weir::app
