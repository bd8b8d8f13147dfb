#include "codec/crc32c.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::codec {
namespace {

TEST(Crc32c, TheCheckValuesOfTheStandardHold) {
  EXPECT_EQ(crc32c({}), 0U);
  EXPECT_EQ(crc32c(bytes_of("123456789")), 0xe3069283U);
  EXPECT_EQ(crc32c(bytes_of(std::string(32, '\0'))), 0x8a9136aaU);
  EXPECT_EQ(crc32c(bytes_of(std::string(32, '\xff'))), 0x62a8ab43U);
}

TEST(Crc32c, PiecesGiveTheChecksumOfTheWhole) {
  std::string text;
  for (int index = 0; index < 5000; ++index) text += static_cast<char>(index * 7);
  const std::uint32_t whole = crc32c(bytes_of(text));
  for (std::size_t cut = 0; cut <= text.size(); cut += 61) {
    EXPECT_EQ(crc32c(bytes_of(text).subspan(cut), crc32c(bytes_of(text).first(cut))), whole);
  }
}

TEST(Crc32c, AFlippedBitIsSeen) {
  std::string text(1100, 'a');
  const std::uint32_t whole = crc32c(bytes_of(text));
  for (std::size_t place = 0; place < text.size(); place += 13) {
    text[place] ^= 4;
    EXPECT_NE(crc32c(bytes_of(text)), whole);
    text[place] ^= 4;
  }
}

}  // namespace
}  // namespace weir::codec
