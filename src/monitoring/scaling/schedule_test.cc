#include "monitoring/scaling/schedule.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace weir::monitoring {
namespace {

using namespace std::chrono_literals;

WallTime utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  const std::chrono::sys_days date =
      std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
  const milliseconds time =
      date.time_since_epoch() + std::chrono::hours(hour) + std::chrono::minutes(minute);
  return {time.count()};
}

void append_number(std::string& bytes, std::int64_t number, int size) {
  for (int place = size - 1; place >= 0; --place) {
    bytes += static_cast<char>(number >> (place * 8) & 0xff);
  }
}

// A file of version 2 whose first part is empty.
std::string zone_file(const std::vector<std::pair<WallTime, std::int32_t>>& transitions,
                      std::int32_t first_offset, const std::string& footer) {
  std::string bytes = "TZif2" + std::string(15, '\0');
  for (int count = 0; count < 4; ++count) append_number(bytes, 0, 4);
  append_number(bytes, 1, 4);
  append_number(bytes, 1, 4);
  bytes += std::string(7, '\0');
  bytes += "TZif2" + std::string(15, '\0');
  for (int count = 0; count < 3; ++count) append_number(bytes, 0, 4);
  const auto size = static_cast<std::int64_t>(transitions.size());
  append_number(bytes, size, 4);
  append_number(bytes, size + 1, 4);
  append_number(bytes, 1, 4);
  for (const auto& [time, offset] : transitions) append_number(bytes, time.ms / 1'000, 8);
  for (std::size_t type = 1; type <= transitions.size(); ++type) bytes += static_cast<char>(type);
  append_number(bytes, first_offset, 4);
  bytes += std::string(2, '\0');
  for (const auto& [time, offset] : transitions) {
    append_number(bytes, offset, 4);
    bytes += std::string(2, '\0');
  }
  return bytes + std::string(1, '\0') + "\n" + footer + "\n";
}

TimeZone zone_of(const std::string& file) {
  const Result<TimeZone> zone = TimeZone::parse(bytes_of(file));
  EXPECT_TRUE(zone) << zone.error().message;
  return zone.value_or(TimeZone());
}

// One transition of its own, then by the rule.
TimeZone berlin() {
  return zone_of(zone_file({{utc(1980, 4, 6, 1), 7'200}, {utc(1980, 9, 28, 1), 3'600}}, 3'208,
                           "CET-1CEST,M3.5.0,M10.5.0/3"));
}

TEST(TimeZone, TransitionsThenTheRule) {
  const TimeZone zone = berlin();
  EXPECT_EQ(zone.offset_at(utc(1850, 1, 1)), 3'208s);
  EXPECT_EQ(zone.offset_at(utc(1980, 4, 6, 0, 59)), 3'208s);
  EXPECT_EQ(zone.offset_at(utc(1980, 4, 6, 1)), 2h);
  EXPECT_EQ(zone.offset_at(utc(1980, 12, 1)), 1h);
  // By the rule: from the last Sunday of March to that of October.
  EXPECT_EQ(zone.offset_at(utc(2026, 3, 29, 0, 59)), 1h);
  EXPECT_EQ(zone.offset_at(utc(2026, 3, 29, 1)), 2h);
  EXPECT_EQ(zone.offset_at(utc(2026, 10, 25, 0, 59)), 2h);
  EXPECT_EQ(zone.offset_at(utc(2026, 10, 25, 1)), 1h);
  EXPECT_EQ(zone.offset_at(utc(2099, 7, 1)), 2h);
}

TEST(TimeZone, OtherRules) {
  const TimeZone sydney = zone_of(zone_file({}, 36'000, "AEST-10AEDT,M10.1.0,M4.1.0/3"));
  EXPECT_EQ(sydney.offset_at(utc(2026, 1, 1)), 11h);
  EXPECT_EQ(sydney.offset_at(utc(2026, 7, 1)), 10h);
  EXPECT_EQ(sydney.offset_at(utc(2026, 12, 31, 23)), 11h);
  const TimeZone nuuk = zone_of(zone_file({}, -7'200, "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"));
  EXPECT_EQ(nuuk.offset_at(utc(2026, 3, 29, 0, 59)), -2h);
  EXPECT_EQ(nuuk.offset_at(utc(2026, 3, 29, 1)), -1h);
  const TimeZone kolkata = zone_of(zone_file({}, 19'800, "IST-5:30"));
  EXPECT_EQ(kolkata.offset_at(utc(2026, 3, 29)), 330min);
  const TimeZone dublin = zone_of(zone_file({}, 0, "IST-1GMT0,M10.5.0,M3.5.0/1"));
  EXPECT_EQ(dublin.offset_at(utc(2026, 7, 1)), 1h);
  EXPECT_EQ(dublin.offset_at(utc(2026, 12, 1)), 0h);
  const TimeZone fixed = zone_of(zone_file({{utc(2000, 1, 1), 60}}, 0, ""));
  EXPECT_EQ(fixed.offset_at(utc(2026, 12, 1)), 60s);
}

TEST(TimeZone, LocalTimesThatAreSkippedOrComeTwice) {
  const TimeZone zone = berlin();
  EXPECT_EQ(zone.instant_of(utc(2026, 7, 1, 12)), utc(2026, 7, 1, 10));
  EXPECT_EQ(zone.instant_of(utc(2026, 3, 29, 2, 30)), utc(2026, 3, 29, 1, 30));
  EXPECT_EQ(zone.instant_of(utc(2026, 10, 25, 2, 30)), utc(2026, 10, 25, 0, 30));
  EXPECT_EQ(zone.instant_of(utc(2026, 10, 25, 3)), utc(2026, 10, 25, 2));
}

TEST(TimeZone, DamagedFilesAreRefused) {
  const std::string good =
      zone_file({{utc(1980, 4, 6, 1), 7'200}}, 3'600, "CET-1CEST,M3.5.0,M10.5.0");
  ASSERT_TRUE(TimeZone::parse(bytes_of(good)));
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(TimeZone::parse(bytes_of(good).first(size))) << size;
  }
  for (const char* const rule :
       {"", "CE-1", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M1.1.0",
        "CET-1CEST,M3.6.0,M1.1.0", "CET-1CEST,J60,J300", "<+01-1", "CET-1x"}) {
    EXPECT_FALSE(parse_daylight_rule(rule)) << rule;
  }
}

TEST(TimeZone, NamesThatLeadOutOfTheirDirectoryAreNone) {
  EXPECT_TRUE(is_time_zone_name("America/Argentina/Buenos_Aires"));
  EXPECT_TRUE(is_time_zone_name("Etc/GMT+9"));
  for (const char* const name :
       {"", "/etc/passwd", "../x", "Europe/../../etc/passwd", "a b", "UTC\n"}) {
    EXPECT_FALSE(is_time_zone_name(name)) << name;
  }
}

// What of the times between the two it is due at, at most ten.
std::vector<WallTime> due(const std::string& text, WallTime after, WallTime until,
                          const ScheduleBounds& bounds, const TimeZone& zone = {}) {
  const Result<Schedule> schedule = Schedule::parse(text);
  EXPECT_TRUE(schedule) << text;
  std::vector<WallTime> times;
  while (schedule && times.size() < 10) {
    const auto next = schedule->next(after, until, bounds, zone);
    if (!next) break;
    EXPECT_GT(*next, after);
    times.push_back(after = *next);
  }
  return times;
}

using Times = std::vector<WallTime>;

TEST(Schedule, OnceAtATime) {
  const WallTime from = utc(2026, 11, 26);
  const WallTime to = utc(2026, 11, 27);
  const Times eight{utc(2026, 11, 26, 8)};
  EXPECT_EQ(due("at(2026-11-26T08:00:00)", from, to, {from}), eight);
  EXPECT_EQ(due("at(2026-11-26T08:00:00)", from, to, {from}, berlin()),
            (Times{utc(2026, 11, 26, 7)}));
  EXPECT_EQ(due("at(2026-11-26T08:00:00)", utc(2026, 11, 26, 8), to, {from}), Times{});
  EXPECT_EQ(due("at(2026-11-26T08:00:00)", from, utc(2026, 11, 26, 8), {from}), eight);
  EXPECT_EQ(due("at(2026-11-26T08:00:00)", from, to, {.origin = from, .end = utc(2026, 11, 26, 7)}),
            Times{});
}

TEST(Schedule, AtARate) {
  const WallTime from = utc(2026, 11, 26, 0, 7);
  const WallTime to = utc(2026, 11, 26, 3);
  EXPECT_EQ(due("rate(1 hour)", from, to, {from}),
            (Times{utc(2026, 11, 26, 1, 7), utc(2026, 11, 26, 2, 7)}));
  EXPECT_EQ(due("rate(1 hour)", utc(2026, 11, 26, 1, 8), to, {from}),
            (Times{utc(2026, 11, 26, 2, 7)}));
  // With a start, then, too.
  EXPECT_EQ(due("rate(90 minutes)", from, to, {.origin = from, .start = utc(2026, 11, 26, 1)}),
            (Times{utc(2026, 11, 26, 1), utc(2026, 11, 26, 2, 30)}));
  EXPECT_EQ(
      due("rate(1 day)", from, utc(2026, 11, 30), {.origin = from, .end = utc(2026, 11, 28, 0, 7)}),
      (Times{utc(2026, 11, 27, 0, 7), utc(2026, 11, 28, 0, 7)}));
  EXPECT_EQ(due("rate(1 hour)", utc(2026, 11, 25), from, {from}), Times{});
}

TEST(Schedule, ByCron) {
  const WallTime from = utc(2026, 11, 26, 12);  // A Thursday.
  const WallTime year = utc(2027, 11, 26);
  const auto first = [&](const std::string& fields) {
    return due("cron(" + fields + ")", from, utc(2032, 1, 1), {from}).at(0);
  };
  EXPECT_EQ(first("30 6 ? * MON *"), utc(2026, 11, 30, 6, 30));
  EXPECT_EQ(first("0/15 * * * ? *"), utc(2026, 11, 26, 12, 15));
  EXPECT_EQ(first("5,7 12-14 * * ? *"), utc(2026, 11, 26, 12, 5));
  EXPECT_EQ(first("0 0 1 JAN ? 2028"), utc(2028, 1, 1));
  EXPECT_EQ(first("0 0 L * ? *"), utc(2026, 11, 30));
  EXPECT_EQ(first("0 0 L 2 ? 2028"), utc(2028, 2, 29));
  EXPECT_EQ(first("0 9 ? * 6L *"), utc(2026, 11, 27, 9));
  EXPECT_EQ(first("0 9 ? * tue#1 *"), utc(2026, 12, 1, 9));
  EXPECT_EQ(first("0 9 ? * 2-6 *"), utc(2026, 11, 27, 9));
  EXPECT_EQ(first("0 9 ? * SAT-SUN *"), utc(2026, 11, 28, 9));
  EXPECT_EQ(first("0 9 ? * L *"), utc(2026, 11, 28, 9));
  // 28 November is a Saturday, 1 May 2027 too, and 31 January 2027 is a Sunday.
  EXPECT_EQ(first("0 9 28W * ? *"), utc(2026, 11, 27, 9));
  EXPECT_EQ(first("0 9 1W 5 ? *"), utc(2027, 5, 3, 9));
  EXPECT_EQ(first("0 9 LW 1 ? *"), utc(2027, 1, 29, 9));
  EXPECT_EQ(due("cron(0 0 30 2 ? *)", from, year, {from}), Times{});
  EXPECT_EQ(due("cron(0 0/8 * * ? *)", from, utc(2026, 11, 27, 0), {from}),
            (Times{utc(2026, 11, 26, 16), utc(2026, 11, 27)}));
  EXPECT_EQ(due("cron(0 0 * * ? *)", from, utc(2026, 12, 1),
                {.origin = from, .start = utc(2026, 11, 29, 10), .end = utc(2026, 11, 30)}),
            (Times{utc(2026, 11, 29, 10), utc(2026, 11, 30)}));
}

TEST(Schedule, CronWhereClocksChange) {
  const auto nightly = [](WallTime after, WallTime until) {
    return due("cron(30 2 * * ? *)", after, until, {after}, berlin());
  };
  EXPECT_EQ(nightly(utc(2026, 3, 28), utc(2026, 3, 31)),
            (Times{utc(2026, 3, 28, 1, 30), utc(2026, 3, 29, 1, 30), utc(2026, 3, 30, 0, 30)}));
  EXPECT_EQ(nightly(utc(2026, 10, 24), utc(2026, 10, 27)),
            (Times{utc(2026, 10, 24, 0, 30), utc(2026, 10, 25, 0, 30), utc(2026, 10, 26, 1, 30)}));
  // Asked while the hour comes for the second time.
  EXPECT_EQ(nightly(utc(2026, 10, 25, 1, 10), utc(2026, 10, 26, 2)),
            (Times{utc(2026, 10, 26, 1, 30)}));
}

TEST(Schedule, WhatIsNoneIsRefused) {
  for (const char* const text : {"",
                                 "cron",
                                 "cron(",
                                 "rate(0 hours)",
                                 "rate(1)",
                                 "rate(1 week)",
                                 "rate(-1 hours)",
                                 "rate(99999999 days)",
                                 "at(2026-02-30T08:00:00)",
                                 "at(2026-11-26)",
                                 "at(2026-11-26T24:00:00)",
                                 "cron(0 0 * * *)",
                                 "cron(0 0 * * * *)",
                                 "cron(0 0 ? * ? *)",
                                 "cron(60 0 * * ? *)",
                                 "cron(0 0 32 * ? *)",
                                 "cron(0 0 ? * MON#6 *)",
                                 "cron(0 0 ? * 8 *)",
                                 "cron(0 0 ? * XYZ *)",
                                 "cron(0 0 * 13 ? *)",
                                 "cron(0 0 * * ? 1969)",
                                 "cron(0 0/0 * * ? *)",
                                 "cron(a b c d ? f)",
                                 "cron(0 0 WW * ? *)",
                                 "0 0 * * ? *"}) {
    EXPECT_FALSE(Schedule::parse(text)) << text;
  }
}

}  // namespace
}  // namespace weir::monitoring
