#include "http/response_reader.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "http/client.h"

namespace weir::http {
namespace {

constexpr std::size_t body_bytes_max = 100;

// Reads `raw` in pieces of at most `piece_bytes`, then the end. The answer in words.
std::string read_in_pieces(std::string_view raw, std::size_t piece_bytes, bool is_head = false) {
  ResponseReader reader(body_bytes_max);
  if (is_head) reader.expect_no_body();
  bool is_complete = false;
  while (!raw.empty() && !is_complete) {
    const std::span<char> room = reader.room();
    const std::size_t count = std::min({room.size(), raw.size(), piece_bytes});
    std::copy_n(raw.begin(), count, room.begin());
    raw.remove_prefix(count);
    const auto added = reader.add(count);
    if (!added) return "refused";
    is_complete = *added;
  }
  if (!is_complete && !reader.end()) return "incomplete";
  const bool keeps_alive = reader.keeps_alive() && raw.empty();
  const ClientResponse response = reader.take();
  std::string text = fmt::format("{}{}", response.status, keeps_alive ? " keep" : " close");
  for (const auto& [name, value] : response.headers) text += fmt::format(" <{}={}>", name, value);
  return text + " " + response.body;
}

void expect_answer(std::string_view raw, std::string_view expected, bool is_head = false) {
  EXPECT_EQ(read_in_pieces(raw, 1'000'000, is_head), expected) << raw;
  EXPECT_EQ(read_in_pieces(raw, 1, is_head), expected) << raw;
}

TEST(ResponseReader, ReadsAnswersOfEveryFraming) {
  expect_answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-Y: z\r\n\r\nabc",
                "200 keep <content-length=3> <x-y=z> abc");
  expect_answer(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
      "200 keep <transfer-encoding=chunked> abc");
  expect_answer("HTTP/1.1 200 OK\r\n\r\nabc", "200 close abc");
  expect_answer("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "200 keep <content-length=0> ");
  expect_answer("HTTP/1.1 204 No Content\r\n\r\n", "204 keep ");
  expect_answer("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
                "304 keep <content-length=5> ");
}

TEST(ResponseReader, KnowsWhetherTheConnectionGoesOn) {
  expect_answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                "200 close <content-length=0> <connection=close> ");
  expect_answer("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", "200 close <content-length=0> ");
  expect_answer("HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n",
                "200 keep <content-length=0> <connection=keep-alive> ");
  expect_answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab", "200 close <content-length=1> a");
}

TEST(ResponseReader, PassesOverInterimAnswers) {
  expect_answer(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
      "200 keep <content-length=1> a");
}

TEST(ResponseReader, TheAnswerToAHeadRequestHasNoBody) {
  expect_answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "200 keep <content-length=5> ",
                true);
}

TEST(ResponseReader, AnUnfinishedAnswerIsIncomplete) {
  expect_answer("", "incomplete");
  expect_answer("HTTP/1.1 200 OK\r\nContent-Le", "incomplete");
  expect_answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", "incomplete");
  expect_answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", "incomplete");
}

TEST(ResponseReader, RefusesWhatIsNotHttp11OrTooLarge) {
  expect_answer("SSH-2.0-OpenSSH_9.2\r\n\r\n", "refused");
  expect_answer("HTTP/2 200\r\n\r\n", "refused");
  expect_answer("HTTP/1.1 99 Low\r\n\r\n", "refused");
  expect_answer("HTTP/1.1 2000 High\r\n\r\n", "refused");
  expect_answer("HTTP/1.1 200 OK\n\n", "refused");
  expect_answer("HTTP/1.1 200 OK\r\nA : b\r\n\r\n", "refused");
  expect_answer("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "refused");
  expect_answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "refused");
  expect_answer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "refused");
  expect_answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "refused");
  expect_answer("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n", "refused");
  expect_answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n", "refused");
  expect_answer("HTTP/1.1 200 OK\r\n\r\n" + std::string(101, 'x'), "refused");
  expect_answer("HTTP/1.1 200 OK\r\nA: " + std::string(300'000, 'x'), "refused");
}

}  // namespace
}  // namespace weir::http
