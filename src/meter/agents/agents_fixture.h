// Agents inside one test, on virtual time: real services with runs that count by the clock.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/worker.h"
#include "meter/agents/agent_job.h"
#include "meter/agents/agent_service.h"
#include "meter/agents/controller.h"

namespace weir::meter {

inline const AgentSecret& test_secret() {
  static const AgentSecret secret = *AgentSecret::make("a secret of many characters");
  return secret;
}

// Each second of its time it counts ten samples of `latency`; it ends after `length`.
class FakeJob final : public AgentJob {
 public:
  // `place` holds it as long as it lives.
  FakeJob(nanoseconds latency, seconds length, FakeJob*& place)
      : latency_(latency), length_(length), place_(place) {
    place_ = this;
    so_far_.groups = {"users"};
    so_far_.labels.emplace_back().label = "put";
  }

  ~FakeJob() override { place_ = nullptr; }
  FakeJob(const FakeJob&) = delete;
  FakeJob& operator=(const FakeJob&) = delete;

  void start(MonotonicTime at, RunObserver& observer,
             std::move_only_function<void(RunResult)> done) override {
    started_at = at;
    observer_ = &observer;
    done_ = std::move(done);
  }
  void stop() override { is_stopped = true; }

  void run_to(MonotonicTime now) {
    while (done_ && now - started_at >= seconds(second_ + 1)) count_second();
  }

  MonotonicTime started_at{};
  bool is_stopped = false;

 private:
  void count_second() {
    LabelResult& label = so_far_.labels[0];
    label.counts.samples += 10;
    label.latency.record(latency_.count(), 10);
    so_far_.seconds.push_back({.second = second_++, .label = 0, .counts = {}, .threads = 1});
    so_far_.seconds.back().counts.samples = 10;
    so_far_.duration = seconds(second_);
    if (seconds(second_) >= length_ || is_stopped) return std::exchange(done_, nullptr)(so_far_);
    const std::vector<Sample> slowest;
    const std::deque<Sample> latest;
    observer_->on_second({.elapsed = seconds(second_),
                          .time_left = length_ - seconds(second_),
                          .planned_per_second = 10,
                          .is_stopping = is_stopped,
                          .so_far = so_far_,
                          .slowest = slowest,
                          .latest = latest});
  }

  const nanoseconds latency_;
  const seconds length_;
  FakeJob*& place_;
  std::uint32_t second_ = 0;
  RunObserver* observer_ = nullptr;
  std::move_only_function<void(RunResult)> done_;
  RunResult so_far_;
};

// Runs tasks when asked to.
class TaskList final : public env::Worker, public env::EventLoop {
 public:
  void run(Task task) override { tasks_.push_back(std::move(task)); }
  void post(Task task) override { tasks_.push_back(std::move(task)); }
  std::unique_ptr<env::Timer> after(nanoseconds, Task) override { return nullptr; }
  std::size_t index() const override { return 0; }

  void run_all() {
    while (!tasks_.empty()) {
      Task task = std::move(tasks_.front());
      tasks_.pop_front();
      task();
    }
  }

 private:
  std::deque<Task> tasks_;
};

// One agent. `clock_ahead`: what its clock shows more than the test's.
class FakeAgent final : public AgentJobs {
 public:
  FakeAgent(const env::Clock& clock, nanoseconds clock_ahead, nanoseconds latency, seconds length,
            const AgentSecret& secret = test_secret())
      : clock_{clock, clock_ahead}, latency_(latency), length_(length), service(secret, around()) {}

  Result<std::unique_ptr<AgentJob>> prepare(AgentOrder order) override {
    orders.push_back(std::move(order));
    if (!refusal.empty()) return fail(ErrorCode::invalid_argument, refusal);
    return std::make_unique<FakeJob>(latency_, length_, job);
  }

  http::ClientResponse ask(const http::ClientRequest& request, bool is_encrypted = true) {
    work();
    std::string body = request.body;
    http::Request asked;
    asked.method = request.method;
    asked.path = request.target;
    asked.body = body;
    asked.peer_address = "10.0.0.1";
    asked.is_encrypted = is_encrypted;
    for (const auto& [name, value] : request.headers) asked.headers.push_back({name, value});
    http::ClientResponse answer;
    service.handle(std::move(asked), [&](http::Response response) {
      answer.status = response.status;
      answer.body = std::move(response.body);
    });
    asked_paths.push_back(request.target);
    return answer;
  }

  AgentDoor door(const std::string& name) {
    return {.name = name,
            .send = [this](http::ClientRequest request) -> Result<http::ClientResponse> {
              if (is_dead) return fail(ErrorCode::unavailable, "connection refused.");
              return ask(request);
            }};
  }

  void work() {
    tasks.run_all();
    service.tick();
    if (job != nullptr && job->started_at.ns != 0) job->run_to(clock_.monotonic_now());
    tasks.run_all();
  }

 private:
  struct ShiftedClock final : env::Clock {
    ShiftedClock(const env::Clock& base, nanoseconds by) : clock(base), ahead(by) {}
    MonotonicTime monotonic_now() const override { return clock.monotonic_now() + ahead; }
    WallTime wall_now() const override { return clock.wall_now(); }
    const env::Clock& clock;
    const nanoseconds ahead;
  };

  AgentSurroundings around() {
    return {.clock = clock_,
            .random = random_,
            .loop = tasks,
            .worker = tasks,
            .jobs = *this,
            .tell = [this](const std::string& sentence) { told.push_back(sentence); }};
  }

  const ShiftedClock clock_;
  const nanoseconds latency_;
  const seconds length_;
  env::SeededRandom random_{1};

 public:
  TaskList tasks;
  FakeJob* job = nullptr;  // Of the present session.
  bool is_dead = false;
  std::string refusal{};
  std::vector<AgentOrder> orders{};
  std::vector<std::string> told{};
  std::vector<std::string> asked_paths{};
  AgentService service;
};

}  // namespace weir::meter
