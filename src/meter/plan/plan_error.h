// PlanError: why a plan cannot run, and where in its file; found before anything is sent.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "meter/plan/position.h"

namespace weir::meter {

struct PlanError {
  Position at{};
  std::string message;  // One sentence without the place.

  // "plan.toml:12:5: The rate is 0."
  std::string text() const {
    const std::string place = at.text();
    return place.empty() ? message : place + ": " + message;
  }
};

}  // namespace weir::meter
