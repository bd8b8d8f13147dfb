// Dates of signatures: ISO 8601's basic format, "20261122T190826Z".
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace weir::aws {

inline constexpr std::size_t sigv4_time_size = 16;
inline constexpr std::size_t sigv4_date_size = 8;  // "20261122", which the text begins with.

// Fractions of a second are cut off. Years 0 to 9999.
void append_sigv4_time(std::string& to, WallTime time);

std::string sigv4_time_text(WallTime time);

// Nothing if `text` is not of that form or no time that exists.
std::optional<WallTime> parse_sigv4_time(std::string_view text);

// A Date header: the same form, or HTTP's: "Sun, 22 Nov 2026 19:08:26 GMT".
std::optional<WallTime> parse_date_header(std::string_view text);

}  // namespace weir::aws
