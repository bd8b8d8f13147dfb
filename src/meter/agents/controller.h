// Controller: one run on several agents: shares the plan out, starts all at one moment, watches
// them, merges what they count.
//
// Blocks: it is all that its thread does. An agent that is lost does not end the run; the result's
// notes say so.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "env/clock.h"
#include "http/client.h"
#include "meter/agents/agent_order.h"
#include "meter/agents/agent_secret.h"
#include "meter/agents/progress.h"
#include "meter/agents/result_merge.h"
#include "meter/results/live_view.h"
#include "meter/results/run_result.h"

namespace weir::meter {

struct ControllerSurroundings {
  const env::Clock& clock;
  std::function<void(milliseconds)> sleep;
  std::function<bool()> is_stop_wanted;  // By whoever sits before the screen.
  RunObserver* observer = nullptr;       // May be null.
  // As RunSurroundings', on what all agents counted.
  std::function<std::optional<std::string>(const RunResult& so_far)> abort_reason{};
};

// How to reach an agent. Errors: those of http::Client::send, within a few seconds.
struct AgentDoor {
  std::string name;  // "host:port", for people.
  std::function<Result<http::ClientResponse>(http::ClientRequest)> send;
};

class Controller {
 public:
  // At least one agent. `secret` must outlive it.
  Controller(std::vector<AgentDoor> agents, const AgentSecret& secret,
             ControllerSurroundings surroundings);

  // Gives each agent its order, in the same order as they were named, and runs them.
  // Errors: invalid_argument  an agent does not take us or the plan; its reason.
  //         unavailable       an agent cannot be reached, or all were lost. Whatever was begun is
  //                           ended.
  Result<RunResult> run(const std::vector<AgentOrder>& orders);

 private:
  struct Agent {
    AgentDoor door;
    std::string token{};
    nanoseconds offset{0};  // What its clock shows more than ours.
    int silent = 0;         // Questions in a row without an answer.
    bool is_over = false;
    bool is_lost = false;
  };

  Result<std::string> ask(Agent& agent, std::string_view path, std::string body);
  Result<void> open_session(Agent& agent);
  Result<void> measure_clock(Agent& agent);
  Result<AgentProgress> ask_progress(std::size_t index);
  Result<void> prepare_all(const std::vector<AgentOrder>& orders);
  Result<void> wait_until_ready(std::size_t index);
  Result<void> start_all();
  void watch();
  void look_at(std::size_t index);
  void lose(std::size_t index, const std::string& reason);
  void show(bool is_stopping);
  bool is_over() const;
  void stop_all();
  void end_all();

  std::vector<Agent> agents_;
  const AgentSecret& secret_;
  const ControllerSurroundings around_;
  ResultMerge merge_;
  MonotonicTime started_;
  std::optional<nanoseconds> time_left_;
  std::vector<double> planned_;  // Per second, by agent.
  std::vector<std::string> notes_;
  std::string abort_reason_;
};

}  // namespace weir::meter
