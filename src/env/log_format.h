// LogFormat: how log lines are printed.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace weir::env {

enum class LogFormat : std::uint8_t {
  text,  // For people, and for grep.
  json,  // An object a line.
};

}  // namespace weir::env
