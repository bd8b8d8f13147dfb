// Cron: Amazon's six fields, "Minutes Hours Day-of-month Month Day-of-week Year".
//
// Source: "Cron expressions" in the Amazon EventBridge User Guide.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bitset>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace weir::monitoring {

class Cron {
 public:
  // "0 8 ? * MON-FRI *". Errors: invalid_argument.
  static Result<Cron> parse(std::string_view fields);

  // The first time in (after, until]; both, and it, in local time.
  std::optional<WallTime> next(WallTime after, WallTime until) const;

 private:
  static constexpr unsigned year_first = 1970;
  static constexpr unsigned year_last = 2199;

  Result<void> parse_days_of_month(std::string_view field);
  Result<void> parse_days_of_week(std::string_view field);
  bool has_day(std::chrono::year_month_day date) const;
  bool has_day_of_month(std::chrono::year_month_day date) const;
  bool has_day_of_week(std::chrono::year_month_day date) const;
  std::optional<WallTime> next_on(std::chrono::sys_days day, WallTime after) const;

  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> month_days_;
  std::bitset<13> months_;
  std::bitset<8> weekdays_;  // 1 is Sunday.
  std::bitset<year_last - year_first + 1> years_;
  bool is_by_weekday_ = false;    // The day of the month is "?".
  bool is_last_day_ = false;      // "L".
  std::optional<unsigned> near_;  // "15W": the weekday that is nearest to it; 32: to the last.
  std::optional<unsigned> nth_;   // "MON#2": of weekdays_ the second one.
  bool is_last_weekday_ = false;  // "6L": the last such day of the month.
};

}  // namespace weir::monitoring
