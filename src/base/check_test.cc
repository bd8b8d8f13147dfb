#include "base/check.h"

#include <gtest/gtest.h>

namespace weir {
namespace {

TEST(CheckDeathTest, AFailedCheckNamesTheConditionAndTheValues) {
  const int shards = 3;
  EXPECT_DEATH(CHECK(shards == 4, "shards is {}", shards), "shards == 4 shards is 3");
}

TEST(Check, ATrueConditionDoesNothing) { CHECK(true); }

}  // namespace
}  // namespace weir
