// Dates as policies and IAM's answers write them: ISO 8601's extended format.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace weir::aws {

// "2026-11-26T06:28:00Z". Fractions of a second are cut off.
std::string iso_time_text(WallTime time);

// "2026-11-26", "2026-11-26T06:28Z", "2026-11-26T06:28:00Z", "2026-11-26T06:28:00.123+01:00", or
// seconds since 1970. Without an offset it is UTC. Nothing if it is none of these.
std::optional<WallTime> parse_iso_time(std::string_view text);

}  // namespace weir::aws
