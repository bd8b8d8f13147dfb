// The last step of every plan, wherever it came from: fills in what follows from the rest, and
// looks whether its parts go together.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "meter/plan/plan.h"
#include "meter/plan/plan_errors.h"

namespace weir::meter {

void finish_plan(Plan& plan, PlanErrors& errors);

}  // namespace weir::meter
