#include "base/result.h"

#include <gtest/gtest.h>

namespace weir {
namespace {

Result<int> halve(int number) {
  if (number % 2 != 0) return fail(ErrorCode::invalid_argument, "odd");
  return number / 2;
}

Result<int> quarter(int number) {
  const int half = TRY(halve(number));
  return TRY(halve(half));
}

TEST(Result, TryUnwrapsAValue) { EXPECT_EQ(quarter(12).value(), 3); }

TEST(Result, TryReturnsTheFirstError) {
  const Result<int> result = quarter(6);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(result.error().message, "odd");
}

}  // namespace
}  // namespace weir
