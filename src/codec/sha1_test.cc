#include "codec/sha1.h"

#include <gtest/gtest.h>

#include "codec/hex.h"

namespace weir::codec {
namespace {

// FIPS 180's own examples.
TEST(Sha1, GivesTheDigestsOfTheStandard) {
  EXPECT_EQ(hex_text(sha1(bytes_of("abc"))), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(hex_text(sha1(bytes_of(""))), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

}  // namespace
}  // namespace weir::codec
