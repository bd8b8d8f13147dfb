// Quantities as people write them: durations, rates, sizes. Each has one unit's worth of meaning:
// a number without one is refused where it could mean two things.
//
// The error of each is what is wrong with the text, to be put behind it: `"5" has no unit; …`.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace weir::meter {

template <class T>
using Quantity = std::expected<T, std::string>;

// Longer than any load test.
inline constexpr std::int64_t duration_days_max = 366;
inline constexpr double rate_per_second_max = 10'000'000;

// "200ms", "1.5s", "5m", "2h", "1d", "1h30m"; ms, s, m (or min), h, d; 0 needs no unit.
Quantity<nanoseconds> parse_exact_duration(std::string_view text);
// The same in whole milliseconds, rounded; what is above zero and below half of one is refused.
Quantity<milliseconds> parse_duration(std::string_view text);

// Per second: "1/s", "60/min" (or /m), "20k/s", "3600/h", "1.5M/s". 0 is a rate.
Quantity<double> parse_rate(std::string_view text);

// Bytes: "51200", "64KiB", "4MiB", "1GiB", "1kB", "5MB".
Quantity<std::uint64_t> parse_size(std::string_view text);

// "0.1%" and "0.001" alike, in [0, 1].
Quantity<double> parse_share(std::string_view text);

// A plain whole number; a plain number. Nothing if it is none.
std::optional<std::int64_t> parse_whole(std::string_view text);
std::optional<double> parse_number(std::string_view text);

}  // namespace weir::meter
