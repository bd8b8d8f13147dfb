#include "http/server.h"

#include <gmock/gmock.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "http/message.h"
#include "http/server_fixture.h"

namespace weir::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ServerTest : public ServerFixture {};

TEST_F(ServerTest, AnswersRequestsOneAfterAnotherOnOneConnection) {
  start();
  Wire& wire = connect();
  EXPECT_EQ(exchange(wire, post("a")), ok("POST /? a"));
  EXPECT_EQ(exchange(wire, "GET /p?q=r HTTP/1.1\r\nHost: h\r\n\r\n"), ok("GET /p?q=r "));
  EXPECT_EQ(exchange(wire, post("")), ok("POST /? "));
  EXPECT_FALSE(wire.is_ended());
  EXPECT_EQ(server_->connections(), 1U);
  EXPECT_EQ(server_->counters().requests, 3U);
}

TEST_F(ServerTest, HandsUpWhatTheClientSent) {
  start();
  handler_.keeps = true;
  Wire& wire = connect();
  exchange(wire,
           "PUT /a%20b?c HTTP/1.1\r\nHost: h\r\nX-Amz-Target:  T \r\nContent-Length: 3\r\n\r\nxyz");
  ASSERT_EQ(handler_.kept.size(), 1U);
  const Request& request = handler_.kept[0].request;
  EXPECT_EQ(request.method, "PUT");
  EXPECT_EQ(request.path, "/a%20b");
  EXPECT_EQ(request.query, "c");
  ASSERT_EQ(request.headers.size(), 3U);
  EXPECT_EQ(request.headers[1].name, "X-Amz-Target");
  EXPECT_EQ(request.header("x-amz-target"), "T");
  EXPECT_TRUE(request.has_header("HOST"));
  EXPECT_FALSE(request.has_header("Hos"));
  EXPECT_EQ(std::string_view(request.body.data(), request.body.size()), "xyz");
  EXPECT_EQ(request.peer_address, "127.0.0.1");
}

TEST_F(ServerTest, AnswersAThousandPipelinedRequestsInOrder) {
  start();
  Wire& wire = connect();
  std::string requests;
  std::string answers;
  for (int i = 0; i < 1000; ++i) {
    requests += post(std::to_string(i));
    answers += ok("POST /? " + std::to_string(i));
  }
  EXPECT_EQ(exchange(wire, requests), answers);
}

TEST_F(ServerTest, HandsUpOnePipelinedRequestAtATime) {
  start();
  handler_.keeps = true;
  Wire& wire = connect();
  exchange(wire, post("1") + post("2") + post("3"));
  for (const std::string body : {"1", "2", "3"}) {
    ASSERT_EQ(handler_.kept.size(), 1U);
    auto [request, reply] = handler_.take();
    reply(FakeHandler::echo(request));
    EXPECT_EQ(std::string(request.body.data(), request.body.size()), body);
    scheduler_.run_until_idle();
    EXPECT_EQ(wire.take(), ok("POST /? " + body));
  }
}

TEST_F(ServerTest, ARequestStaysAliveAsLongAsItsBufferIsHeld) {
  start();
  handler_.keeps = true;
  Wire& wire = connect();
  std::vector<Request> held;
  for (int i = 0; i < 20; ++i) {
    exchange(wire, post(std::string(700, static_cast<char>('a' + i))));
    auto [request, reply] = handler_.take();
    reply({.headers = {}, .body = "x"});
    held.push_back(std::move(request));
    scheduler_.run_until_idle();
  }
  server_.reset();
  for (std::size_t i = 0; i < held.size(); ++i) {
    const std::string expected(700, static_cast<char>('a' + i));
    EXPECT_EQ(std::string_view(held[i].body.data(), held[i].body.size()), expected);
    EXPECT_EQ(held[i].method, "POST");
    EXPECT_EQ(held[i].peer_address, "127.0.0.1");
  }
}

TEST_F(ServerTest, AHeldLargeRequestKeepsItsHeadToo) {
  start();
  handler_.keeps = true;
  Wire& wire = connect();
  // The head comes into the small block, and the request moves on to a large one.
  exchange(wire, "POST /held HTTP/1.1\r\nHost: h\r\nX-Target: T\r\nContent-Length: 9000\r\n\r\n");
  exchange(wire, std::string(9000, 'x'));
  auto [held, reply] = handler_.take();
  reply({.headers = {}, .body = "2"});
  exchange(wire, post(std::string(2000, 'y')));
  EXPECT_EQ(held.path, "/held");
  EXPECT_EQ(held.header("X-Target"), "T");
  EXPECT_EQ(held.body.size(), 9000U);
}

TEST_F(ServerTest, TakesBodiesOfAllSizes) {
  start();
  handler_.answer_to = [](const Request& request) {
    std::size_t sum = 0;
    for (const char c : request.body) sum += static_cast<unsigned char>(c);
    return Response{.headers = {}, .body = fmt::format("{} {}", request.body.size(), sum)};
  };
  Wire& wire = connect();
  for (const std::size_t size : {0UL, 1UL, 3000UL, 4096UL, 5000UL, 1UL << 20, 20UL << 20, 2UL}) {
    const std::string expected = fmt::format("{} {}", size, size * 'x');
    EXPECT_EQ(exchange(wire, post(std::string(size, 'x'))), ok(expected));
  }
}

TEST_F(ServerTest, SendsLargeAnswersWhole) {
  start();
  const std::string large(14 << 20, 'x');
  handler_.answer_to = [&](const Request&) { return Response{.headers = {}, .body = large}; };
  Wire& wire = connect();
  EXPECT_EQ(exchange(wire, post("a") + post("b")), ok(large) + ok(large));
}

TEST_F(ServerTest, JoinsChunkedBodies) {
  start();
  Wire& wire = connect();
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(
      exchange(wire, head + "3\r\nabc\r\n4;x\r\ndefg\r\n0\r\nTrailer: t\r\n\r\n" + post("next")),
      ok("POST /? abcdefg") + ok("POST /? next"));
  std::string chunks;
  std::string joined;
  for (std::size_t i = 0; i < 300; ++i) {
    const std::string piece(i * 7 + 1, static_cast<char>('a' + i % 26));
    chunks += fmt::format("{:x}\r\n{}\r\n", piece.size(), piece);
    joined += piece;
  }
  EXPECT_EQ(exchange(wire, head + chunks + "0\r\n\r\n" + post("next")),
            ok("POST /? " + joined) + ok("POST /? next"));
}

TEST_F(ServerTest, UnderstandsTheSameHoweverTheBytesArrive) {
  network_options_.read_bytes_max = 1;
  start();
  Wire& wire = connect();
  const std::string chunked =
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: "
      "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
  EXPECT_EQ(exchange(wire, post("one") + chunked + "\r\n" + post(std::string(6000, 'y'))),
            ok("POST /? one") + ok("POST /? abcde") + ok("POST /? " + std::string(6000, 'y')));
}

TEST_F(ServerTest, AHeadMayBeLargerThanTheFirstBlock) {
  start();
  Wire& wire = connect();
  const std::string token = "X-Amz-Security-Token: " + std::string(50'000, 't') + "\r\n";
  EXPECT_EQ(exchange(wire, post("a", token) + post("b", token) + post("c")),
            ok("POST /? a") + ok("POST /? b") + ok("POST /? c"));
}

TEST_F(ServerTest, SaysContinueToAClientThatWaitsForIt) {
  start();
  Wire& wire = connect();
  const std::string head =
      "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n";
  EXPECT_EQ(exchange(wire, head), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(exchange(wire, "body"), ok("POST /? body"));
  // A client that did not wait is not told.
  EXPECT_EQ(exchange(wire, head + "body"), ok("POST /? body"));
}

TEST_F(ServerTest, SaysContinueBeforeAChunkedBodyButNotWithoutABody) {
  start();
  Wire& wire = connect();
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n";
  EXPECT_EQ(exchange(wire, head + "Transfer-Encoding: chunked\r\n\r\n"),
            "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(exchange(wire, "1\r\na\r\n0\r\n\r\n"), ok("POST /? a"));
  EXPECT_EQ(exchange(wire, head + "\r\n"), ok("POST /? "));
}

TEST_F(ServerTest, ClosesWhenTheClientAsks) {
  start();
  Wire& wire = connect();
  EXPECT_EQ(exchange(wire, post("a", "Connection: close\r\n") + post("b")),
            ok_and_close("POST /? a"));
  EXPECT_TRUE(wire.is_ended());
  EXPECT_EQ(handler_.requests, 1U);
}

TEST_F(ServerTest, SpeaksHttp10) {
  start();
  Wire& wire = connect();
  const std::string kept = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
  EXPECT_EQ(exchange(wire, kept), "HTTP/1.1 200 OK\r\n" + date_header +
                                      "Content-Length: 7\r\nConnection: keep-alive\r\n\r\nGET /? ");
  EXPECT_EQ(exchange(wire, "GET / HTTP/1.0\r\n\r\n"), ok_and_close("GET /? "));
  EXPECT_TRUE(wire.is_ended());
}

TEST_F(ServerTest, AnswersWithoutABodyWhereHttpHasNone) {
  start();
  handler_.answer_to = [](const Request& request) {
    if (request.method == "HEAD") return Response{.headers = {}, .body = "four"};
    return Response{.status = 204, .headers = {}, .body = "lost"};
  };
  Wire& wire = connect();
  EXPECT_EQ(exchange(wire, "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n"),
            "HTTP/1.1 200 OK\r\n" + date_header + "Content-Length: 4\r\n\r\n");
  EXPECT_EQ(exchange(wire, post("a")), "HTTP/1.1 204 No Content\r\n" + date_header + "\r\n");
}

TEST_F(ServerTest, NoHeaderValueCanBecomeAnotherHeader) {
  start();
  handler_.answer_to = [](const Request&) {
    return Response{.headers = {{"A", "b\r\nSet-Cookie: c"}, {"E", "\r\n"}}, .body = ""};
  };
  Wire& wire = connect();
  EXPECT_THAT(exchange(wire, post("")), HasSubstr("\r\nA: b  Set-Cookie: c\r\nE:   \r\n"));
}

TEST_F(ServerTest, TheDateFollowsTheWallClock) {
  start();
  Wire& wire = connect();
  EXPECT_THAT(exchange(wire, get), HasSubstr("Date: Mon, 01 Jan 2024 00:00:00 GMT\r\n"));
  clock_.jump_wall(milliseconds(58 * 86'400'000LL + 12'345'678));
  EXPECT_THAT(exchange(wire, get), HasSubstr("Date: Wed, 28 Feb 2024 03:25:45 GMT\r\n"));
  clock_.jump_wall(-std::chrono::hours(24 * 365));
  EXPECT_THAT(exchange(wire, get), HasSubstr("Date: Tue, 28 Feb 2023 03:25:45 GMT\r\n"));
}

TEST_F(ServerTest, AnswersAClientThatHasFinishedSending) {
  start();
  handler_.keeps = true;
  Wire& wire = connect();
  wire.send(post("a") + post("b"));
  wire.finish_sending();
  scheduler_.run_until_idle();
  handler_.take().reply({.headers = {}, .body = "1"});
  scheduler_.run_until_idle();
  EXPECT_FALSE(wire.is_ended());
  handler_.take().reply({.headers = {}, .body = "2"});
  scheduler_.run_until_idle();
  EXPECT_EQ(wire.take(), ok("1") + ok("2"));
  EXPECT_TRUE(wire.is_ended());
  EXPECT_EQ(server_->connections(), 0U);
}

TEST_F(ServerTest, AClientThatFinishesInsideARequestIsClosed) {
  start();
  for (const std::string part :
       {"", "GET", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab"}) {
    Wire& wire = connect();
    wire.send(part);
    wire.finish_sending();
    scheduler_.run_until_idle();
    EXPECT_TRUE(wire.is_ended());
    EXPECT_EQ(wire.take(), "");
  }
  EXPECT_EQ(server_->connections(), 0U);
}

TEST_F(ServerTest, DropsTheAnswerOfAClientThatHasGone) {
  start();
  handler_.keeps = true;
  Wire& wire = connect();
  exchange(wire, post("a"));
  wire.disconnect();
  scheduler_.run_until_idle();
  auto [request, reply] = handler_.take();
  reply({.headers = {}, .body = "x"});
  scheduler_.run_until_idle();
  EXPECT_EQ(server_->connections(), 0U);
  EXPECT_EQ(std::string(request.body.data(), 1), "a");
}

TEST_F(ServerTest, AReplyMayComeAfterTheServerHasGone) {
  start();
  handler_.keeps = true;
  Wire& wire = connect();
  exchange(wire, post("a"));
  exchange(connect(), post("b"));
  server_.reset();
  auto [request, reply] = handler_.take();
  reply({.headers = {}, .body = "x"});
  handler_.kept.clear();
  scheduler_.run_until_idle();
  EXPECT_TRUE(wire.is_ended());
  EXPECT_EQ(wire.take(), "");
}

TEST_F(ServerTest, ADroppedReplyClosesTheConnection) {
  start();
  handler_.keeps = true;
  Wire& wire = connect();
  exchange(wire, post("a"));
  handler_.kept.clear();
  scheduler_.run_until_idle();
  EXPECT_TRUE(wire.is_ended());
  EXPECT_EQ(wire.take(), "");
  EXPECT_EQ(server_->counters().closed_unanswered, 1U);
}

TEST_F(ServerTest, AnswersWhatIsNotHttp11AndCloses) {
  start();
  for (const auto& [bytes, status] : {std::pair(std::string("\x16\x03\x01\x02"), "400"),
                                      {std::string("\x16\x04"), "incomplete"},
                                      {std::string("nonsense HTTP/1.1\r\n\r\n"), "400"},
                                      {std::string("GET / HTTP/3.0\r\nHost: h\r\n\r\n"), "505"}}) {
    Wire& wire = connect();
    const std::string answer = exchange(wire, bytes);
    if (status == std::string("incomplete")) {
      EXPECT_EQ(answer, "");
      continue;
    }
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + std::string(status)));
    EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
    EXPECT_TRUE(wire.is_ended());
  }
  EXPECT_EQ(handler_.requests, 0U);
}

TEST_F(ServerTest, WhoeverDoesNotSpeakHttpGetsNoAnswer) {
  start();
  for (const std::string bytes : {"what is this\r\n\r\n", "INVALID CONNECTION PREFACE\r\n\r\n"}) {
    Wire& wire = connect();
    EXPECT_EQ(exchange(wire, bytes), "");
    EXPECT_TRUE(wire.is_ended());
  }
  EXPECT_EQ(server_->counters().refused_malformed, 2U);
}

TEST_F(ServerTest, TellsHttp2FromHttp11EvenByteByByte) {
  network_options_.read_bytes_max = 1;
  start();
  // SETTINGS, the first frame of HTTP/2.
  EXPECT_THAT(exchange(connect(), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
              StartsWith(std::string("\0\0\x18\x04", 4)));
  EXPECT_THAT(exchange(connect(), "PRI / HTTP/1.1\r\nHost: h\r\n\r\n"), EndsWith("PRI /? "));
}

TEST_F(ServerTest, RefusesAndSaysWhy) {
  start();
  Wire& wire = connect();
  const std::string answer =
      exchange(wire, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n");
  EXPECT_EQ(answer,
            "HTTP/1.1 400 Bad Request\r\n" + date_header +
                "Content-Type: text/plain\r\nContent-Length: 32\r\nConnection: close\r\n\r\n"
                "Content-Length is not a number.\n");
  EXPECT_EQ(server_->counters().refused_malformed, 1U);
  EXPECT_THAT(exchange(connect(), "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n"),
              StartsWith("HTTP/1.1 501 Not Implemented\r\n"));
  EXPECT_EQ(server_->counters().refused_unsupported, 1U);
}

TEST_F(ServerTest, AnswersTheRequestsBeforeAMalformedOne) {
  start();
  Wire& wire = connect();
  const std::string answer = exchange(wire, post("a") + "nonsense\r\n\r\n" + post("b"));
  EXPECT_THAT(answer, StartsWith(ok("POST /? a") + "HTTP/1.1 400"));
  EXPECT_EQ(handler_.requests, 1U);
}

TEST_F(ServerTest, ListeningOnAPortInUseIsAnError) {
  network().occupy_port(4567);
  const auto server = serve(loop_, network(), clock_, handler_, "127.0.0.1", 4567, {});
  ASSERT_FALSE(server.has_value());
  EXPECT_EQ(server.error().code, ErrorCode::in_use);
}

TEST_F(ServerTest, SurvivesBrokenConnections) {
  start();
  handler_.keeps = true;
  exchange(connect(), "");
  exchange(connect(), "GET / HT");
  exchange(connect(), post("a"));
  network().break_connections();
  scheduler_.run_until_idle();
  handler_.take().reply({.headers = {}, .body = "x"});
  scheduler_.run_until_idle();
  EXPECT_EQ(server_->connections(), 0U);
}

}  // namespace
}  // namespace weir::http
