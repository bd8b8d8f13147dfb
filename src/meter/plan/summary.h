// A plan in a few lines, for people.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "meter/plan/plan.h"

namespace weir::meter {

// Whole lines. Secrets are not in it.
std::string summary_of(const Plan& plan);

// One sampler's and one group's, without a line's end: "PutRecord to orders, …".
std::string summary_of(const Sampler& sampler);
std::string summary_of(const Group& group);

}  // namespace weir::meter
