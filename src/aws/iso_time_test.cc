#include "aws/iso_time.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace weir::aws {
namespace {

TEST(IsoTime, ReadsTheFormsThatPoliciesUse) {
  const std::vector<std::pair<std::string, std::int64_t>> cases{
      {"1970-01-01", 0},
      {"1970-01-01T00:00Z", 0},
      {"2023-11-14T22:13:20Z", 1'700'000'000'000},
      {"2023-11-14T22:13:20", 1'700'000'000'000},
      {"2023-11-14T22:13:20.5Z", 1'700'000'000'500},
      {"2023-11-14T22:13:20.123456789Z", 1'700'000'000'123},
      {"2023-11-15T00:13:20+02:00", 1'700'000'000'000},
      {"2023-11-14T20:13:20-0200", 1'700'000'000'000},
      {"1700000000", 1'700'000'000'000},
  };
  for (const auto& [text, ms] : cases) {
    const auto time = parse_iso_time(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(time->ms, ms) << text;
  }
}

TEST(IsoTime, WhatIsNoTimeIsNone) {
  for (const std::string text :
       {"", "now", "2023-13-01", "2023-02-30", "2023-11-14T", "2023-11-14T25:00",
        "2023-11-14T22:13:20X", "2023-11-14T22:13:20+1", "2023-11-14 22:13:20", "17000000000000",
        "-5", "2023-11-14T22:13:20.Z"}) {
    EXPECT_FALSE(parse_iso_time(text)) << text;
  }
}

TEST(IsoTime, WritesWhatItReads) {
  EXPECT_EQ(iso_time_text({1'700'000'000'999}), "2023-11-14T22:13:20Z");
}

}  // namespace
}  // namespace weir::aws
