// The logs that metrics are kept in, and the hours that everything in them is told by.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/time.h"
#include "log/record.h"

namespace weir::monitoring {

// No stream has that number: they count from 1.
constexpr std::uint64_t first_metrics_log = 0xffff'ffff'0000'0000;

constexpr log::LogId series_log_id{first_metrics_log};           // Which series there are.
constexpr log::LogId minutes_log_id{first_metrics_log + 1};      // What no window holds yet.
constexpr log::LogId late_log_id{first_metrics_log + 2};         // What came after its window.
constexpr log::LogId windows_1m_log_id{first_metrics_log + 3};   // Hours of points of a minute,
constexpr log::LogId windows_5m_log_id{first_metrics_log + 4};   // of five,
constexpr log::LogId windows_60m_log_id{first_metrics_log + 5};  // and of an hour.

// Written to see whether that works, and read by nobody.
constexpr log::LogId probe_log_id{first_metrics_log + 6};

constexpr bool is_metrics_log(log::LogId id) { return id.value >= first_metrics_log; }

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t minutes_per_hour = 60;

// Whole ones since 1970, whichever side of it.
constexpr std::int64_t minute_of(WallTime time) {
  return time.ms >= 0 ? time.ms / minute_ms : -((minute_ms - 1 - time.ms) / minute_ms);
}
constexpr std::int64_t hour_of_minute(std::int64_t minute) {
  return minute >= 0 ? minute / minutes_per_hour
                     : -((minutes_per_hour - 1 - minute) / minutes_per_hour);
}
constexpr std::uint32_t minute_in_hour(std::int64_t minute) {
  return static_cast<std::uint32_t>(minute - hour_of_minute(minute) * minutes_per_hour);
}

}  // namespace weir::monitoring
