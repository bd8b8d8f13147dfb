#include "http/chunked_body.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

namespace weir::http {
namespace {

constexpr std::size_t body_bytes_max = 40;

// Feeds `raw` in pieces that end at `cuts`. Answers "body|what follows", the status of a refusal,
// or "incomplete".
std::string join_in_pieces(const std::string& raw, const std::vector<std::size_t>& cuts) {
  ChunkedBody chunked(body_bytes_max);
  std::string buffer;
  std::size_t fed = 0;
  for (const std::size_t cut : cuts) {
    buffer += raw.substr(fed, cut - fed);
    fed = cut;
    const auto progress = chunked.advance(buffer);
    if (!progress) return std::to_string(progress.error().status);
    buffer.resize(progress->bytes_kept);
    if (progress->is_complete) {
      return buffer.substr(0, chunked.body_bytes()) + "|" + buffer.substr(chunked.raw_bytes()) +
             raw.substr(fed);
    }
  }
  return "incomplete";
}

std::vector<std::size_t> byte_by_byte(std::size_t size) {
  std::vector<std::size_t> cuts;
  for (std::size_t cut = 1; cut <= size; ++cut) cuts.push_back(cut);
  return cuts;
}

void expect_however_cut(const std::string& raw, const std::string& expected) {
  EXPECT_EQ(join_in_pieces(raw, {raw.size()}), expected) << raw;
  EXPECT_EQ(join_in_pieces(raw, byte_by_byte(raw.size())), expected) << raw;
  for (std::size_t cut = 1; cut < raw.size(); ++cut) {
    EXPECT_EQ(join_in_pieces(raw, {cut, raw.size()}), expected) << raw << " cut " << cut;
  }
}

TEST(ChunkedBody, JoinsChunksHoweverTheyArrive) {
  expect_however_cut("0\r\n\r\n", "|");
  expect_however_cut("3\r\nabc\r\n0\r\n\r\n", "abc|");
  expect_however_cut("3\r\nabc\r\n2\r\n\r\n\r\n1\r\nd\r\n0\r\n\r\n", "abc\r\nd|");
  expect_however_cut("A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", "01234567890123456789|");
  expect_however_cut("0001\r\nx\r\n000\r\n\r\n", "x|");
}

TEST(ChunkedBody, LeavesTheNextRequestAlone) {
  expect_however_cut("3\r\nabc\r\n0\r\n\r\nGET / HTTP/1.1\r\n", "abc|GET / HTTP/1.1\r\n");
}

TEST(ChunkedBody, IgnoresExtensionsAndTrailers) {
  expect_however_cut("3;a=b;c=\"d;e\"\r\nabc\r\n0;last\r\nX: y\r\nZ:\r\n\r\n!", "abc|!");
}

TEST(ChunkedBody, RefusesWhatIsNotChunked) {
  for (const std::string raw : {"\r\n",
                                "x\r\n",
                                "-1\r\n",
                                "+1\r\n",
                                "0x1\r\n",
                                " 1\r\n",
                                "1 \r\n",
                                "1 ;a\r\n",
                                "1_0\r\n",
                                "1\n",
                                "1\r\nab\r\n",
                                "1\r\na\n",
                                "1\r\na\rb",
                                "1\r\na0\r\n",
                                "0\r\nA: b\n",
                                "0\r\n\n",
                                "0\r\nA: \rb\r\n",
                                "1;\x01\r\n",
                                "0000000000000001\r\n",
                                "\n"}) {
    expect_however_cut(raw, "400");
  }
}

TEST(ChunkedBody, RefusesABodyThatIsTooLongAsSoonAsASizeSaysSo) {
  expect_however_cut("28\r\n" + std::string(40, 'x') + "\r\n0\r\n\r\n", std::string(40, 'x') + "|");
  expect_however_cut("29\r\n", "413");
  expect_however_cut("27\r\n" + std::string(39, 'x') + "\r\n2\r\n", "413");
  expect_however_cut("fffffffffffffff\r\n", "413");
}

TEST(ChunkedBody, BoundsExtensionsTrailersAndUnfinishedLines) {
  const std::string long_text(9000, 'x');
  EXPECT_EQ(join_in_pieces("1;" + long_text + "\r\n", {9004}), "400");
  EXPECT_EQ(join_in_pieces("1" + long_text, {9001}), "400");
  EXPECT_EQ(join_in_pieces("0\r\n" + long_text, {9003}), "400");
  std::string many_extensions;
  for (int i = 0; i < 30; ++i) many_extensions += "1;" + std::string(500, 'x') + "\r\na\r\n";
  EXPECT_EQ(join_in_pieces(many_extensions, {many_extensions.size()}), "400");
  std::string many_trailers = "0\r\n";
  for (int i = 0; i < 30; ++i) many_trailers += "A: " + std::string(500, 'x') + "\r\n";
  EXPECT_EQ(join_in_pieces(many_trailers, {many_trailers.size()}), "400");
}

TEST(ChunkedBody, SaysHowManyBytesAChunkLacks) {
  ChunkedBody chunked(body_bytes_max);
  std::string buffer = "1\r\na\r\n10\r\nbc";
  const auto progress = chunked.advance(buffer);
  ASSERT_TRUE(progress.has_value());
  EXPECT_EQ(buffer.substr(0, progress->bytes_kept), "abc");
  EXPECT_EQ(chunked.chunk_bytes_missing(), 14u);
}

TEST(ChunkedBody, WaitsForTheEnd) {
  const std::string raw = "3\r\nabc\r\n0\r\nA: b\r\n\r\n";
  for (std::size_t size = 1; size < raw.size(); ++size) {
    EXPECT_EQ(join_in_pieces(raw.substr(0, size), byte_by_byte(size)), "incomplete");
  }
}

}  // namespace
}  // namespace weir::http
