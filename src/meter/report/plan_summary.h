// A plan in a few lines, for people.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "meter/plan/plan.h"

namespace weir::meter {

struct PlanLine {
  std::string name;  // "Group", "Load", "Sends", "To", …
  std::string text;
};

// Never holds a secret.
std::vector<PlanLine> plan_summary(const Plan& plan);

}  // namespace weir::meter
