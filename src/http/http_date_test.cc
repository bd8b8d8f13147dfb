#include "http/http_date.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace weir::http {
namespace {

std::string date(std::int64_t seconds_since_1970) {
  const auto text = format_http_date({seconds_since_1970 * 1000 + 999});
  return {text.data(), text.size()};
}

TEST(HttpDate, IsWrittenAsHttpWantsIt) {
  EXPECT_EQ(date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(date(784'111'777), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(date(1'709'251'199), "Thu, 29 Feb 2024 23:59:59 GMT");
  EXPECT_EQ(date(1'735'689'599), "Tue, 31 Dec 2024 23:59:59 GMT");
  EXPECT_EQ(date(253'402'300'799), "Fri, 31 Dec 9999 23:59:59 GMT");
}

TEST(HttpDate, StaysWithinFourDigitsForAbsurdClocks) {
  EXPECT_EQ(date(-5), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(date(9'000'000'000'000'000), "Fri, 31 Dec 9999 23:59:59 GMT");
}

}  // namespace
}  // namespace weir::http
