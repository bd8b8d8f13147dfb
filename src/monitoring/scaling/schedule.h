// Schedule: when a scheduled action is due: "at(2026-11-26T08:00:00)", "rate(1 hour)",
// "cron(0 8 ? * MON-FRI *)".
//
// Source: "Scheduled scaling" in the Application Auto Scaling User Guide.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "base/time.h"
#include "monitoring/scaling/cron.h"
#include "monitoring/scaling/time_zone.h"

namespace weir::monitoring {

// From when, and until when, both included, a schedule holds. A rate counts from `origin`.
struct ScheduleBounds {
  WallTime origin{};
  std::optional<WallTime> start{};
  std::optional<WallTime> end{};
};

// "at(…)": a local time, as if it were UTC.
struct ScheduledOnce {
  WallTime local{};
};

// "rate(…)".
struct ScheduledRate {
  milliseconds period{0};
};

class Schedule {
 public:
  // Errors: invalid_argument.
  static Result<Schedule> parse(std::string_view text);

  // The first time in (after, until] at which it is due; what is due while clocks go forward, is
  // due then, and what is due while they go back, once. With a start it is due then, too, unless it
  // is due once only.
  std::optional<WallTime> next(WallTime after, WallTime until, const ScheduleBounds& bounds,
                               const TimeZone& zone) const;

 private:
  std::optional<WallTime> next_repeat(WallTime after, WallTime until, WallTime origin,
                                      const TimeZone& zone) const;

  std::variant<ScheduledOnce, ScheduledRate, Cron> due_;
};

}  // namespace weir::monitoring
