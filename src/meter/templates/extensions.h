// What Weir's templates have beyond the data generator's functions: counters, sequences,
// variables, chances.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "meter/templates/arguments.h"
#include "meter/templates/filler.h"
#include "meter/templates/variables.h"

namespace weir::meter {

// An empty filler if `name` is none of them. What is wrong is told to `arguments`.
Filler make_extension(std::string_view name, Arguments& arguments, VariableNames& names);

// As docs/meter_templates.md lists them; "counter.NAME" stands for any name.
std::vector<std::string_view> extension_names();

// Appends a variable's value.
Filler read_variable(Slot slot);

}  // namespace weir::meter
