// TimeZone: what clocks show somewhere, as the files of the IANA time zone database say it (TZif,
// RFC 9636), daylight saving time included, for all years.
//
// Immutable. Threads: any.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace weir::monitoring {

// The rule that holds behind the last transition of a file, as POSIX writes it in TZ:
// "CET-1CEST,M3.5.0,M10.5.0/3".
struct DaylightRule {
  // The local time of a change: in that month on the `week`th such weekday (5: the last one).
  struct Change {
    unsigned month = 1;
    unsigned week = 1;
    unsigned weekday = 0;  // 0 is Sunday.
    seconds time_of_day{7'200};
  };

  seconds standard{0};  // East of Greenwich.
  seconds daylight{0};
  std::optional<Change> begin{};  // Of daylight saving time; none: there is never any.
  std::optional<Change> end{};
};

// Errors: corrupt.
Result<DaylightRule> parse_daylight_rule(std::string_view text);

class TimeZone {
 public:
  // UTC.
  TimeZone() = default;

  // Errors: corrupt.
  static Result<TimeZone> parse(ByteView file);

  // What local time is ahead of UTC.
  seconds offset_at(WallTime time) const;

  // Local time, as if it were UTC.
  WallTime local_of(WallTime time) const { return time + offset_at(time); }

  // When clocks show that local time: the first of two; where it is skipped, as much later as
  // clocks go forward.
  WallTime instant_of(WallTime local) const;

 private:
  struct Transition {
    WallTime time{};
    seconds offset{0};  // From then on.
  };

  seconds first_offset_{0};
  std::vector<Transition> transitions_;  // Ascending.
  DaylightRule rule_;                    // Behind them.
};

// Whether it may be the name of a zone's file: "America/Argentina/Buenos_Aires".
bool is_time_zone_name(std::string_view name);

}  // namespace weir::monitoring
