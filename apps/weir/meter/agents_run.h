// A run on agents, as `weir meter run --agents` asks for it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "meter/plan/plan.h"
#include "meter/plan_options.h"
#include "meter/results/live_view.h"
#include "meter/results/run_result.h"
#include "world.h"

namespace weir::app {

struct AgentsOptions {
  std::vector<std::string> agents;  // HOST:PORT; empty: the run is this machine's.
  std::string secret_file;
};

// Adds --agents and --secret-file. `options` must outlive the parsing.
void add_agents_options(CLI::App& sub, AgentsOptions& options);

struct AgentsOutside {
  meter::RunObserver* observer = nullptr;  // May be null.
  std::function<std::optional<std::string>(const meter::RunResult& so_far)> abort_reason{};
};

// Runs `plan` on the agents, to its end or until it is interrupted. `plan_options` were parsed by
// `sub`, and are what the plan was loaded from; `speed` is --speed. Blocks.
// Errors: those of meter::Controller::run, and what is wrong with the options, the secret or a file
// of the plan.
Result<meter::RunResult> run_on_agents(const AgentsOptions& options,
                                       const PlanOptions& plan_options, const CLI::App& sub,
                                       const meter::Plan& plan, double speed,
                                       const AgentsOutside& outside, World& world);

}  // namespace weir::app
