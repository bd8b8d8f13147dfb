#include "codec/png.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>
#include <vector>

#include "codec/crc32.h"

namespace weir::codec {
namespace {

std::uint32_t number_at(std::string_view text, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t index = at; index < at + 4; ++index) {
    number = number << 8 | static_cast<unsigned char>(text.at(index));
  }
  return number;
}

// The contents of the chunks, each with its type before it; empty: a checksum is wrong.
std::vector<std::string> chunks_of(std::string_view image) {
  std::vector<std::string> chunks;
  for (std::size_t at = 8; at < image.size();) {
    const std::size_t size = number_at(image, at);
    const std::string_view chunk = image.substr(at + 4, size + 4);
    if (number_at(image, at + 8 + size) != crc32(bytes_of(chunk))) return {};
    chunks.emplace_back(chunk);
    at += size + 12;
  }
  return chunks;
}

TEST(Png, IsAHeaderRowsAndAnEnd) {
  const std::vector<std::uint8_t> dots{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  const std::string image = png(2, 2, dots);
  EXPECT_EQ(image.substr(0, 8), "\x89PNG\r\n\x1a\n");
  const std::vector<std::string> chunks = chunks_of(image);
  ASSERT_EQ(chunks.size(), 3U);
  EXPECT_EQ(chunks[0], std::string("IHDR\x00\x00\x00\x02\x00\x00\x00\x02\x08\x02\x00\x00\x00", 17));
  ASSERT_EQ(chunks[1].substr(0, 4), "IDAT");
  std::vector<std::uint8_t> rows(100);
  uLongf size = rows.size();
  ASSERT_EQ(uncompress(rows.data(), &size, reinterpret_cast<const Bytef*>(chunks[1].data()) + 4,
                       static_cast<uLong>(chunks[1].size() - 4)),
            Z_OK);
  rows.resize(size);
  EXPECT_EQ(rows, (std::vector<std::uint8_t>{0, 1, 2, 3, 4, 5, 6, 0, 7, 8, 9, 10, 11, 12}));
  EXPECT_EQ(chunks[2], "IEND");
}

}  // namespace
}  // namespace weir::codec
