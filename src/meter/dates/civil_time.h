// CivilTime: a point in time as calendar and clock show it, at some offset from UTC.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/time.h"

namespace weir::meter {

struct CivilTime {
  WallTime time;
  int offset_minutes = 0;  // East of Greenwich: local time is UTC plus this.
  bool is_utc = true;      // Asked for as UTC, rather than local time that happens to agree.

  int year = 1970;
  unsigned month = 1;     // 1 to 12.
  unsigned day = 1;       // 1 to 31.
  unsigned year_day = 1;  // 1 to 366.
  unsigned weekday = 4;   // 0 is Sunday.
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
  unsigned ms = 0;
};

// Times outside the years -9999 to 9999 are taken as the nearest inside.
CivilTime civil_time(WallTime time, int offset_minutes, bool is_utc);

// The instant of a calendar day's time. The day may be beyond its month's end: it runs on.
WallTime instant(int year, unsigned month, unsigned day, std::int64_t ms_of_day,
                 int offset_minutes);

struct Week {
  int year = 1970;  // Which the week belongs to.
  unsigned number = 1;
};

// ISO 8601's: from Monday, the first one holds 4 January.
Week iso_week(const CivilTime& civil);
// The United States': from Sunday, the first one holds 1 January.
Week us_week(const CivilTime& civil);

// English, from January and from Sunday.
std::span<const std::string_view> month_names();
std::span<const std::string_view> weekday_names();

// "+02:00", or without colon "+0200".
void append_offset(int offset_minutes, bool has_colon, std::string& out);

// At least `width` digits, zeros before them; a minus sign before those.
void append_padded(std::int64_t number, unsigned width, std::string& out);

}  // namespace weir::meter
