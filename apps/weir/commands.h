// The sub-commands of `weir`, one file each. Each adds itself to the command line and leaves what
// it has to do in `Command::run`, which main calls once the line is parsed.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "world.h"

namespace weir::app {

// What the command line asked for. `run` returns the exit status: 0 success, 1 failure (one
// sentence on standard error), 2 wrong use. `weir check` says 1 of damage, and 2 of what it cannot
// read.
struct Command {
  std::function<int(World&)> run;
};

void add_serve(CLI::App& app, Command& command);
void add_put(CLI::App& app, Command& command);
void add_tail(CLI::App& app, Command& command);
void add_stream(CLI::App& app, Command& command);
void add_estimate(CLI::App& app, Command& command);
void add_user(CLI::App& app, Command& command);
void add_role(CLI::App& app, Command& command);
void add_policy(CLI::App& app, Command& command);
void add_key(CLI::App& app, Command& command);
void add_check(CLI::App& app, Command& command);
void add_tls(CLI::App& app, Command& command);
void add_meter(CLI::App& app, Command& command);
void add_settings(CLI::App& app, Command& command);
void add_completion(CLI::App& app, Command& command);

}  // namespace weir::app
