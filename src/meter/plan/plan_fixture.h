// Plans for tests.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "meter/plan/finish_plan.h"
#include "meter/plan/flags.h"
#include "meter/plan/toml_plan.h"

namespace weir::meter {

// What is wrong with a plan, a line each; empty if nothing is.
inline std::string errors_of(std::string_view text) {
  PlanErrors errors;
  Plan plan = read_toml_plan(text, "plan.toml", errors);
  if (errors.is_empty()) finish_plan(plan, errors);
  return errors.text();
}

inline Plan plan_of(std::string_view text) {
  PlanErrors errors;
  Plan plan = read_toml_plan(text, "plan.toml", errors);
  if (errors.is_empty()) finish_plan(plan, errors);
  EXPECT_EQ(errors.text(), "") << text;
  return plan;
}

// What flags alone come to; what is wrong with them goes to `wrong`.
inline Plan plan_of(const Flags& flags, std::string& wrong) {
  PlanErrors errors;
  Plan plan = make_simple_plan();
  apply_flags(flags, true, Language::data_generator, plan, errors);
  if (errors.is_empty()) finish_plan(plan, errors);
  wrong = errors.text();
  return plan;
}

}  // namespace weir::meter
