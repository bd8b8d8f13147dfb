// The data generator's language: {{module.function(parameters)}}, and what Weir adds to it.
//
// docs/meter_templates.md describes it for users.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <string_view>

#include "meter/templates/parts.h"
#include "meter/templates/template.h"
#include "meter/templates/variables.h"

namespace weir::meter {

std::expected<Parts, TemplateError> compile_data_generator(std::string_view text,
                                                           VariableNames& names);

}  // namespace weir::meter
