// The moments between which a widget shows its metrics.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.h"

namespace weir::api::widgets {

// "-PT3H", "-P1DT12H", "P0D": so far from now; or a date. A month has 30 days. Nothing if it is
// none of these.
std::optional<WallTime> parse_widget_time(std::string_view text, WallTime now);

// "+0130", "-05:00" in minutes; nothing if it is none.
std::optional<std::int32_t> parse_offset(std::string_view text);

}  // namespace weir::api::widgets
