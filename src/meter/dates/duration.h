// Durations as ISO 8601 and Java write them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace weir::meter {

// "P2DT3H4M5.5S", "-PT30M", "PT-3H". Nothing if it is none, empty, or beyond a million years.
// Years, months and weeks are none: they have no fixed length.
std::optional<milliseconds> parse_duration(std::string_view text);

}  // namespace weir::meter
