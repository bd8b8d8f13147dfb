// Filler: what fills one hole of a compiled template.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <cstdint>
#include <functional>
#include <string>

#include "meter/templates/template.h"

namespace weir::meter {

// Appends its text for one record. Shared by threads: it changes nothing but the context's.
using Filler = std::move_only_function<void(RenderContext& context, std::string& out) const>;

inline void append_integer(std::int64_t number, std::string& out) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

}  // namespace weir::meter
