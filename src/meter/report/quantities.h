// Quantities as people read them: "1.23 ms", "12,345", "0.05 %", "1.2 MB".
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "base/time.h"

namespace weir::meter {

// Three digits or more, in ns, us, ms, s, min or h: "84.2 us", "1.23 ms", "12.0 s", "5 min 3 s".
std::string time_text(double ns);

// With a comma each three digits: "1,234,567".
std::string count_text(std::uint64_t count);

// "0.05 %", "0 %", "100 %". Never "0.00 %" for what is above 0, nor "100 %" for what is below.
std::string percent_text(double fraction);

// Without a unit: "1,234", "12.3", "0.456".
std::string rate_text(double per_second);

// "512 B", "30.8 KB", "1.2 GB"; 1 KB is 1,024 bytes, as JMeter has it.
std::string bytes_text(double bytes);

// "2026-11-26 12:41:21.345 UTC".
std::string wall_text(WallTime time);

// "2026-11-26T12:41:21.345Z"; ISO 8601.
std::string iso_text(WallTime time);

}  // namespace weir::meter
