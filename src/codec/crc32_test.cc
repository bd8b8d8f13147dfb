#include "codec/crc32.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::codec {
namespace {

TEST(Crc32, TheCheckValuesOfTheStandardHold) {
  EXPECT_EQ(crc32({}), 0U);
  EXPECT_EQ(crc32(bytes_of("123456789")), 0xcbf43926U);
  EXPECT_EQ(crc32(bytes_of(std::string(32, '\0'))), 0x190a55adU);
}

TEST(Crc32, PiecesGiveTheChecksumOfTheWhole) {
  std::string text;
  for (int index = 0; index < 5000; ++index) text += static_cast<char>(index * 7);
  const std::uint32_t whole = crc32(bytes_of(text));
  for (std::size_t cut = 0; cut <= text.size(); cut += 61) {
    EXPECT_EQ(crc32(bytes_of(text).subspan(cut), crc32(bytes_of(text).first(cut))), whole);
  }
}

}  // namespace
}  // namespace weir::codec
