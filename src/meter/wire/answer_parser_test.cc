#include "meter/wire/answer_parser.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

namespace weir::meter {
namespace {

// Gives the parser `bytes`, so many at a time; whether the answer is complete, or the error.
std::expected<bool, std::string_view> feed(AnswerParser& parser, std::string_view bytes,
                                           std::size_t at_a_time) {
  std::expected<bool, std::string_view> complete = false;
  while (!bytes.empty()) {
    const auto room = parser.room();
    const std::size_t count = std::min({bytes.size(), at_a_time, room.size()});
    std::memcpy(room.data(), bytes.data(), count);
    bytes.remove_prefix(count);
    complete = parser.add(count);
    if (!complete || *complete) {
      EXPECT_TRUE(bytes.empty() || !complete);
      return complete;
    }
  }
  return complete;
}

std::string body_of(AnswerParser& parser) {
  const auto body = parser.body();
  return {body.data(), body.size()};
}

TEST(AnswerParser, ReadsAnswersHoweverTheyAreCut) {
  AnswerParser parser(1'000);
  for (const std::size_t at_a_time : {1UL, 2UL, 7UL, 1'000UL}) {
    parser.clear();
    EXPECT_EQ(feed(parser,
                   "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 Bad Request\r\ncontent-LENGTH: 5\r\n"
                   "X: y\r\n\r\nhello",
                   at_a_time),
              true);
    EXPECT_EQ(parser.status(), 400);
    EXPECT_EQ(body_of(parser), "hello");
    EXPECT_TRUE(parser.keeps_alive());
  }
}

TEST(AnswerParser, JoinsChunks) {
  AnswerParser parser(1'000);
  for (const std::size_t at_a_time : {1UL, 3UL, 1'000UL}) {
    parser.clear();
    EXPECT_EQ(feed(parser,
                   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                   "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
                   at_a_time),
              true);
    EXPECT_EQ(body_of(parser), "abcde");
    EXPECT_FALSE(parser.keeps_alive());
  }
}

TEST(AnswerParser, BodyMayEndWithTheConnection) {
  AnswerParser parser(1'000);
  EXPECT_EQ(feed(parser, "HTTP/1.1 200 OK\r\n\r\nabc", 1'000), false);
  EXPECT_TRUE(parser.end());
  EXPECT_EQ(body_of(parser), "abc");
  EXPECT_FALSE(parser.keeps_alive());
  parser.clear();
  EXPECT_EQ(feed(parser, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", 1'000), false);
  EXPECT_FALSE(parser.end());
}

TEST(AnswerParser, RefusesWhatIsNoAnswer) {
  for (const std::string_view bytes :
       {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 OK\r\n\r\n", "HTTP/1.1 200 OK\nA: b\n\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    AnswerParser parser(1'000);
    EXPECT_FALSE(feed(parser, bytes, 1'000).has_value()) << bytes;
  }
}

}  // namespace
}  // namespace weir::meter
