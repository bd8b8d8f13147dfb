#include "codec/gzip.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>

namespace weir::codec {
namespace {

std::string compressed(std::string text) {
  z_stream stream{};
  EXPECT_EQ(
      deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY),
      Z_OK);
  std::string out(compressBound(text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

TEST(Gzip, GivesBackWhatWasCompressed) {
  std::string large;
  for (int number = 0; number < 100'000; ++number) large += std::to_string(number);
  for (const std::string& text : {std::string(), std::string("a"), large}) {
    const auto read = gunzip(compressed(text), text.size());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_TRUE(*read == text);
  }
  EXPECT_EQ(*gunzip(compressed("one ") + compressed("two"), 100), "one two");
}

TEST(Gzip, ABombIsRefused) {
  const std::string bomb = compressed(std::string(50'000'000, 'a'));
  ASSERT_LT(bomb.size(), 100'000);
  const auto read = gunzip(bomb, 1'000'000);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::limit_exceeded);
  EXPECT_EQ(gunzip(compressed("four"), 3).error().code, ErrorCode::limit_exceeded);
}

TEST(Gzip, WhatIsNoneIsRefused) {
  const std::string good = compressed("a text that is long enough to be cut");
  std::string wrong_sum = good;
  wrong_sum[wrong_sum.size() - 6] ^= 1;
  for (const std::string& bad :
       {std::string(), std::string("not compressed"), good.substr(0, good.size() - 1),
        good.substr(0, 5), good + "x", wrong_sum}) {
    const auto read = gunzip(bad, 1'000);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::invalid_argument);
  }
}

}  // namespace
}  // namespace weir::codec
