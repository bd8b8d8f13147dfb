// Which plan: what `weir meter run` and `weir meter validate` take, and the plan that it means.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "meter/plan/flags.h"
#include "meter/plan/plan.h"
#include "world.h"

namespace weir::app {

struct PlanOptions {
  std::string file;  // Empty: the flags are the whole plan. "-" is standard input.
  meter::Flags flags;
  // Of JMeter plans.
  bool skips_unknown = false;
  std::vector<std::string> properties;  // "NAME=VALUE".
};

// Adds PLAN and the flags that change it. `options` must outlive the parsing.
void add_plan_options(CLI::App& sub, PlanOptions& options);

// The plan, with the flags applied, checked as far as that goes without its files and templates:
// RecordSource::prepare does the rest. Endpoints that the plan leaves open come from the
// environment, if it has them; else they stay empty, for Amazon's.
// Errors: not_found         there is no such file.
//         invalid_argument  what is wrong with the plan, a line for each, with its place.
Result<meter::Plan> load_plan(const PlanOptions& options, const World& world);

}  // namespace weir::app
