// Dates by the patterns of moment.js and of Java, durations, and dates without a pattern.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "meter/dates/date_format.h"
#include "meter/dates/date_text.h"
#include "meter/dates/duration.h"

namespace weir::meter {
namespace {

struct Case {
  std::string_view pattern;
  std::string_view expected;
};

std::string moment(std::string_view pattern, const CivilTime& civil) {
  std::string out;
  DateFormat::moment(pattern).append(civil, out);
  return out;
}

std::string java(std::string_view pattern, const CivilTime& civil) {
  const auto format = DateFormat::java(pattern);
  if (!format) return format.error();
  std::string out;
  format->append(civil, out);
  return out;
}

// Sunday, 4 February 2024, 15:05:09.078 at five and a half hours ahead of UTC.
CivilTime afternoon() {
  return civil_time(instant(2024, 2, 4, ((15 * 60 + 5) * 60 + 9) * 1'000 + 78, 330), 330, false);
}

TEST(MomentFormat, WritesEveryToken) {
  const Case cases[] = {
      {"YYYY YY Y", "2024 24 2024"},
      {"YYYYY YYYYYY", "02024 +002024"},
      {"y yy yyy yyyy yo", "2024 2024 2024 2024 2024th"},
      {"N NN NNN NNNN NNNNN", "AD AD AD Anno Domini AD"},
      {"Q Qo", "1 1st"},
      {"M Mo MM MMM MMMM", "2 2nd 02 Feb February"},
      {"D Do DD DDD DDDo DDDD", "4 4th 04 35 35th 035"},
      {"d do dd ddd dddd e E", "0 0th Su Sun Sunday 0 7"},
      {"w wo ww W Wo WW", "6 6th 06 5 5th 05"},
      {"gg gggg GG GGGG", "24 2024 24 2024"},
      {"H HH h hh k kk", "15 15 3 03 15 15"},
      {"m mm s ss", "5 05 9 09"},
      {"S SS SSS SSSS SSSSSSSSS", "0 07 078 0780 078000000"},
      {"A a", "PM pm"},
      {"Z ZZ", "+05:30 +0530"},
      {"z zz", " "},
      {"X x", "1707039309 1707039309078"},
      {"L l", "02/04/2024 2/4/2024"},
      {"LL ll", "February 4, 2024 Feb 4, 2024"},
      {"LLL lll", "February 4, 2024 3:05 PM Feb 4, 2024 3:05 PM"},
      {"LLLL llll", "Sunday, February 4, 2024 3:05 PM Sun, Feb 4, 2024 3:05 PM"},
      {"LT LTS", "3:05 PM 3:05:09 PM"},
      {"Hmm Hmmss hmm hmmss", "1505 150509 305 30509"},
      {"YYYYMMDDHHmmss", "20240204150509"},
      {"[YYYY] [at] \\YYYY", "YYYY at YYYY"},
      {"[npqn YYYY", "[npqn 2024"},
      {"dddd, MMMM Do YYYY, h:mm:ss a", "Sunday, February 4th 2024, 3:05:09 pm"},
      {"DD/MMM/YYYY:HH:mm:ss Z", "04/Feb/2024:15:05:09 +05:30"},
      {"", ""},
  };
  for (const auto& [pattern, expected] : cases) {
    EXPECT_EQ(moment(pattern, afternoon()), expected) << pattern;
  }
}

TEST(MomentFormat, CountsInEnglish) {
  const std::pair<unsigned, std::string_view> days[] = {
      {1, "1st"},   {2, "2nd"},   {3, "3rd"},   {4, "4th"},   {11, "11th"}, {12, "12th"},
      {13, "13th"}, {21, "21st"}, {22, "22nd"}, {23, "23rd"}, {31, "31st"}};
  for (const auto& [day, expected] : days) {
    EXPECT_EQ(moment("Do", civil_time(instant(2024, 1, day, 0, 0), 0, true)), expected);
  }
}

TEST(MomentFormat, NamesUtc) {
  EXPECT_EQ(moment("z|zz|Z", civil_time({0}, 0, true)), "UTC|Coordinated Universal Time|+00:00");
}

// Midnight and noon, which clocks of twelve hours get wrong.
TEST(MomentFormat, KnowsMidnightAndNoon) {
  EXPECT_EQ(moment("H h k a", civil_time({0}, 0, true)), "0 12 24 am");
  EXPECT_EQ(moment("H h k a", civil_time({43'200'000}, 0, true)), "12 12 12 pm");
}

// Weeks that belong to the year before or after their days.
TEST(CivilTime, KnowsTheWeeksOfTheYearsEnds) {
  const auto at = [](int year, unsigned month, unsigned day) {
    return moment("GGGG-WW gggg-ww", civil_time(instant(year, month, day, 0, 0), 0, true));
  };
  EXPECT_EQ(at(2021, 1, 1), "2020-53 2021-01");
  EXPECT_EQ(at(2021, 1, 3), "2020-53 2021-02");
  EXPECT_EQ(at(2021, 1, 4), "2021-01 2021-02");
  EXPECT_EQ(at(2024, 12, 29), "2024-52 2025-01");
  EXPECT_EQ(at(2024, 12, 30), "2025-01 2025-01");
  EXPECT_EQ(at(2026, 12, 31), "2026-53 2027-01");
}

TEST(CivilTime, KnowsLeapYearsAndTimesBefore1970) {
  EXPECT_EQ(moment("YYYY-MM-DD DDDD", civil_time(instant(2000, 2, 29, 0, 0), 0, true)),
            "2000-02-29 060");
  EXPECT_EQ(moment("YYYY-MM-DD", civil_time(instant(1900, 2, 29, 0, 0), 0, true)), "1900-03-01");
  EXPECT_EQ(moment("YYYY-MM-DDTHH:mm:ss.SSS", civil_time({-1}, 0, true)),
            "1969-12-31T23:59:59.999");
}

TEST(CivilTime, StaysWithinItsYears) {
  EXPECT_EQ(moment("YYYY", civil_time({INT64_MAX}, 0, true)), "9999");
  EXPECT_EQ(moment("YYYY", civil_time({INT64_MIN}, 0, true)), "-9999");
}

TEST(JavaFormat, WritesEveryLetter) {
  const Case cases[] = {
      {"yyyy yy y uuuu YYYY", "2024 24 2024 2024 2024"},
      {"G GGGG", "AD Anno Domini"},
      {"M MM MMM MMMM MMMMM L", "2 02 Feb February F 2"},
      {"Q QQ QQQ", "1 01 Q1"},
      {"d dd D DDD", "4 04 35 035"},
      {"E EEE EEEE EEEEE e", "Sun Sun Sunday S 1"},
      {"w ww W F", "6 06 2 1"},
      {"a H HH k K h hh", "PM 15 15 15 3 3 03"},
      {"m mm s ss", "5 05 9 09"},
      {"S SSS SSSSSS n A", "0 078 078000 78000000 54309078"},
      {"Z ZZZZ ZZZZZ", "+0530 GMT+05:30 +05:30"},
      {"X XX yyXXXyy x", "+0530 +0530 24+05:3024 +0530"},
      {"z", "GMT+05:30"},
      {"yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "2024-02-04T15:05:09.078+05:30"},
      {"'it''s' h 'o''clock' ''", "it's 3 o'clock '"},
  };
  for (const auto& [pattern, expected] : cases) {
    EXPECT_EQ(java(pattern, afternoon()), expected) << pattern;
  }
  EXPECT_EQ(java("X XX x z Z", civil_time({0}, 0, true)), "Z Z +00 UTC +0000");
}

TEST(JavaFormat, RefusesWhatIsNoPattern) {
  EXPECT_THAT(java("yyyy-bb", afternoon()), testing::HasSubstr("has \"bb\", which is no field"));
  EXPECT_THAT(java("'yyyy", afternoon()), testing::HasSubstr("open quote"));
}

TEST(JavaFormat, ReadsWhatItWrites) {
  for (const std::string_view pattern :
       {"yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "yyyyMMddHHmmssSSSZ", "EEE, d MMM yyyy hh:mm:ss a SSS z",
        "dd/MMMM/yy HH:mm:ss.SSS O"}) {
    const auto format = DateFormat::java(pattern);
    ASSERT_TRUE(format);
    std::string text;
    format->append(afternoon(), text);
    EXPECT_EQ(format->parse(text, 0), afternoon().time) << text;
    EXPECT_FALSE(format->parse(text + "x", 0));
  }
  EXPECT_FALSE(DateFormat::java("yyyy-MM-dd")->parse("2024-13-01", 0));
  EXPECT_FALSE(DateFormat::java("HH:mm")->parse("24:00", 0));
}

TEST(DateText, ReadsDatesAsJavaScriptDoes) {
  const WallTime midnight = instant(2026, 11, 26, 0, 0);
  const std::pair<std::string_view, WallTime> cases[] = {
      {"2026-11-26", midnight},
      {"2026-11-26T00:00:00Z", midnight},
      {"2026-11-26T02:00:00.000+02:00", midnight},
      {"2026-11-26T00:00:00", {midnight.ms - 3'600'000}},  // Local.
      {"11/26/2026", {midnight.ms - 3'600'000}},
      {"Nov 26, 2026", {midnight.ms - 3'600'000}},
      {"1795651200000", midnight},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(parse_date(text, 60), expected) << text;
  for (const std::string_view text : {"", "tomorrow", "2026-11-26x", "2026-13-01"}) {
    EXPECT_FALSE(parse_date(text, 0)) << text;
  }
}

TEST(DateText, WritesDatesAsJavaScriptDoes) {
  std::string out;
  append_date(civil_time(instant(2026, 11, 26, 45'679'007, 0), 0, false), out);
  EXPECT_EQ(out, "Thu Nov 26 2026 12:41:19 GMT+0000 (Coordinated Universal Time)");
}

TEST(Duration, ReadsIso8601) {
  EXPECT_EQ(parse_duration("P2DT3H4M5.5S"), milliseconds(183'845'500));
  EXPECT_EQ(parse_duration("-PT30M"), milliseconds(-1'800'000));
  EXPECT_EQ(parse_duration("PT-3H"), milliseconds(-10'800'000));
  EXPECT_EQ(parse_duration("p1d"), milliseconds(86'400'000));
  for (const std::string_view text :
       {"", "P", "PT", "1D", "P1Y", "P1M", "PT1D", "P1", "PT5", "P99999999999999D"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

}  // namespace
}  // namespace weir::meter
