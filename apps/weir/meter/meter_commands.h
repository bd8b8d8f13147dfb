// The sub-commands of `weir meter`, one file each.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

#include "commands.h"

namespace weir::app {

void add_meter_run(CLI::App& meter, Command& command);
void add_meter_validate(CLI::App& meter, Command& command);
void add_meter_init(CLI::App& meter, Command& command);
void add_meter_show(CLI::App& meter, Command& command);
void add_meter_compare(CLI::App& meter, Command& command);
void add_meter_agent(CLI::App& meter, Command& command);

}  // namespace weir::app
