// Dates as JavaScript reads and writes them where no pattern is given.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "meter/dates/civil_time.h"

namespace weir::meter {

// "2026-11-26", "2026-11-26T12:41:19.000Z", "2026-11-26 12:41", "11/26/2026", "Nov 26, 2026",
// milliseconds since 1970. A date alone in ISO's form is UTC's, all else without an offset is at
// `offset_minutes`, as in JavaScript.
std::optional<WallTime> parse_date(std::string_view text, int offset_minutes);

// "Thu Nov 26 2026 12:41:19 GMT+0000 (Coordinated Universal Time)". Away from Greenwich the name in
// brackets is left out.
void append_date(const CivilTime& civil, std::string& out);

}  // namespace weir::meter
