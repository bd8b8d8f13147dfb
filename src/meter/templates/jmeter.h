// JMeter's language: ${variable} and ${__function(a,b)}.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <string_view>
#include <vector>

#include "meter/templates/parts.h"
#include "meter/templates/template.h"
#include "meter/templates/variables.h"

namespace weir::meter {

std::expected<Parts, TemplateError> compile_jmeter(std::string_view text, VariableNames& names);

// "__time", …: what docs/meter_templates.md lists.
std::vector<std::string_view> jmeter_function_names();

}  // namespace weir::meter
