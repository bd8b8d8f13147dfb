// log_line: the text of a log line, the same for every Logger.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "env/logger.h"

namespace weir::env {

// `event=NAME field=value …`. A value that is empty or has a blank, a quote, an equals sign, a
// backslash or a control character in it is quoted and escaped as in JSON, so that one event is
// always one line.
std::string log_line(std::string_view event, std::initializer_list<Field> fields);

}  // namespace weir::env
