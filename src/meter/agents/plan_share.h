// An agent's share of a plan: threads, rates, counters and lines of files, so that all agents
// together do what the plan says, and no key or line comes from two of them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "meter/agents/agent_order.h"
#include "meter/plan/plan.h"

namespace weir::meter {

// Changes `plan` to what one agent does. Thresholds go: the controller judges. A group may be left
// with no threads; groups and samplers stay, so that all agents number them alike.
//
// Threads and rates are divided, counters that all threads share step over the other agents'
// numbers, consumers get names of their own.
void take_share(Plan& plan, const AgentShare& share);

// Where the plan names files, in an order that follows from the plan: certificates, data sets,
// data.
std::vector<std::string*> plan_paths(Plan& plan);

// What an agent gets of each file: of those that are read line by line every count-th line from its
// own on, else all. `read_file` answers as text_file's does. Errors: those of `read_file`, and
// invalid_argument  a file with fewer lines than there are agents, or all of it too large to send.
Result<std::vector<std::string>> files_of_share(
    const Plan& plan, const AgentShare& share,
    const std::function<Result<std::string>(const std::string& path)>& read_file);

}  // namespace weir::meter
