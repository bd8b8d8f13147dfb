// What a client may cost, and when the server has had enough.
#include <gmock/gmock.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/time.h"
#include "http/message.h"
#include "http/server_fixture.h"

// What the program holds on the heap; there is such a function under every sanitizer.
extern "C" __attribute__((weak)) std::size_t __sanitizer_get_current_allocated_bytes();

namespace weir::http {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ServerLimitsTest : public ServerFixture {
 protected:
  // Sends a byte every second, `count` times or until the server closes.
  void drip(Wire& wire, std::string_view bytes, std::size_t count) {
    for (std::size_t i = 0; i < count && !wire.is_ended(); ++i) {
      wire.send(bytes.substr(i % bytes.size(), 1));
      scheduler_.run_for(seconds(1));
    }
  }
};

TEST_F(ServerLimitsTest, ConnectionsOverTheLimitAreClosedAtOnce) {
  start({.connections_max = 2});
  Wire& first = connect();
  Wire& second = connect();
  Wire& third = connect();
  EXPECT_TRUE(third.is_ended());
  EXPECT_FALSE(first.is_ended());
  EXPECT_EQ(server_->counters().connections_refused, 1U);
  second.disconnect();
  scheduler_.run_until_idle();
  EXPECT_EQ(exchange(connect(), post("a")), ok("POST /? a"));
}

TEST_F(ServerLimitsTest, AnUnfinishedHeadIsAnsweredWith408EvenIfItKeepsComing) {
  start({.head_timeout = seconds(10)});
  Wire& wire = connect();
  drip(wire, "GET / HTTP/1.1\r\nA: bbbbbbbbbbbbbbbbbbb", 9);
  EXPECT_EQ(wire.take(), "");
  drip(wire, "bbbb", 3);
  EXPECT_THAT(wire.take(), StartsWith("HTTP/1.1 408 Request Timeout\r\n"));
  EXPECT_TRUE(wire.is_ended());
  EXPECT_EQ(server_->counters().refused_too_slow, 1U);
}

TEST_F(ServerLimitsTest, AConnectionOnWhichNothingEverComesIsClosed) {
  start({.head_timeout = seconds(10), .idle_timeout = seconds(75)});
  Wire& wire = connect();
  scheduler_.run_for(seconds(10));
  EXPECT_FALSE(wire.is_ended());
  scheduler_.run_for(seconds(2));
  EXPECT_TRUE(wire.is_ended());
  EXPECT_EQ(wire.take(), "");
  EXPECT_EQ(server_->counters().closed_idle, 1U);
}

TEST_F(ServerLimitsTest, AnIdleConnectionIsClosedAfterTheIdleTimeout) {
  start({.head_timeout = seconds(10), .idle_timeout = seconds(75)});
  Wire& wire = connect();
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(exchange(wire, post("a")).empty());
    scheduler_.run_for(seconds(75));
    EXPECT_FALSE(wire.is_ended());
  }
  scheduler_.run_for(seconds(2));
  EXPECT_TRUE(wire.is_ended());
  EXPECT_EQ(wire.take(), "");
}

TEST_F(ServerLimitsTest, TheTimeForAHeadStartsAnewWithEachRequest) {
  start({.head_timeout = seconds(10)});
  Wire& wire = connect();
  exchange(wire, post("a"));
  scheduler_.run_for(seconds(30));
  wire.send("GET");
  scheduler_.run_for(seconds(9));
  EXPECT_FALSE(exchange(wire, " / HTTP/1.1\r\nHost: h\r\n\r\n").empty());
  wire.send("GET");
  scheduler_.run_for(seconds(12));
  EXPECT_THAT(wire.take(), StartsWith("HTTP/1.1 408"));
}

TEST_F(ServerLimitsTest, ABodyThatComesTooSlowlyIsAnsweredWith408) {
  start({.body_grace = seconds(10), .body_bytes_per_second_min = 1000});
  for (const std::string framing :
       {"Content-Length: 9000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nfffff\r\n"}) {
    Wire& wire = connect();
    wire.send("POST / HTTP/1.1\r\nHost: h\r\n" + framing);
    drip(wire, "x", 9);
    EXPECT_EQ(wire.take(), "");
    drip(wire, "x", 5);
    EXPECT_THAT(wire.take(), StartsWith("HTTP/1.1 408"));
  }
  EXPECT_EQ(handler_.requests, 0U);
}

TEST_F(ServerLimitsTest, ABodyThatComesJustFastEnoughIsTaken) {
  start({.body_grace = seconds(10), .body_bytes_per_second_min = 1000});
  Wire& wire = connect();
  wire.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 60000\r\n\r\n");
  for (int i = 0; i < 60; ++i) {
    scheduler_.run_for(seconds(1));
    wire.send(std::string(1000, 'x'));
  }
  scheduler_.run_until_idle();
  EXPECT_THAT(wire.take(), StartsWith("HTTP/1.1 200"));
}

TEST_F(ServerLimitsTest, ASlowHandlerCostsTheClientNothing) {
  start();
  handler_.keeps = true;
  Wire& wire = connect();
  exchange(wire, post("a"));
  scheduler_.run_for(seconds(600));
  handler_.take().reply({.headers = {}, .body = "x"});
  scheduler_.run_until_idle();
  EXPECT_THAT(wire.take(), StartsWith("HTTP/1.1 200"));
}

TEST_F(ServerLimitsTest, AnOversizedHeadIsAnsweredWith431) {
  start({.head_bytes_max = 8192});
  EXPECT_THAT(exchange(connect(), "GET /" + std::string(100'000, 'x')), StartsWith("HTTP/1.1 431"));
  const std::string fits = "GET / HTTP/1.1\r\nHost: h\r\nA: " + std::string(8192 - 32, 'x');
  EXPECT_THAT(exchange(connect(), fits + "\r\n\r\n"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(exchange(connect(), fits + "y\r\n\r\n"), StartsWith("HTTP/1.1 431"));
  EXPECT_EQ(server_->counters().refused_head_size, 2U);
}

TEST_F(ServerLimitsTest, TooManyHeadersAreAnsweredWith431) {
  start({.headers_max = 10});
  std::string headers;
  for (int i = 0; i < 10; ++i) headers += "A: b\r\n";
  EXPECT_THAT(exchange(connect(), post("", headers)), StartsWith("HTTP/1.1 431"));
}

TEST_F(ServerLimitsTest, AnAnnouncedBodyOverTheLimitIsAnsweredWith413BeforeItComes) {
  start({.body_bytes_max = 1000});
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n";
  EXPECT_THAT(exchange(connect(), head + "Content-Length: 1001\r\n\r\n"),
              StartsWith("HTTP/1.1 413 Content Too Large\r\n"));
  EXPECT_THAT(exchange(connect(), head + "Content-Length: 99999999999999999999\r\n\r\n"),
              StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(exchange(connect(), post("", "Transfer-Encoding: chunked\r\n")),
              StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(exchange(connect(), post(std::string(1000, 'x'))), StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(server_->counters().refused_body_size, 2U);
}

TEST_F(ServerLimitsTest, AnAnnouncedBodyGetsLittleMemoryBeforeItComes) {
  ASSERT_NE(&__sanitizer_get_current_allocated_bytes, nullptr) << "nobody counts";
  constexpr std::size_t body_bytes = 16u << 20;
  start({.body_bytes_max = body_bytes});
  const std::size_t before = __sanitizer_get_current_allocated_bytes();
  Wire& wire = connect();
  const std::string request = post(std::string(body_bytes, 'x'));
  wire.send(request.substr(0, 100));
  scheduler_.run_until_idle();
  EXPECT_LT(__sanitizer_get_current_allocated_bytes() - before - request.capacity(), 2u << 20);
  const std::string answer = exchange(wire, request.substr(100));
  EXPECT_EQ(answer, ok("POST /? " + std::string(body_bytes, 'x')));
}

TEST_F(ServerLimitsTest, AChunkedBodyOverTheLimitIsAnsweredWith413) {
  start({.body_bytes_max = 1000});
  Wire& wire = connect();
  std::string answer =
      exchange(wire, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 101 && answer.empty(); ++i) answer = exchange(wire, "a\r\n0123456789\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 413"));
  EXPECT_EQ(handler_.requests, 0U);
}

TEST_F(ServerLimitsTest, BodiesTogetherOverTheLimitAreAnsweredWith503) {
  start({.body_bytes_total_max = 100'000});
  handler_.keeps = true;
  const std::string chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  Wire& first = connect();
  EXPECT_EQ(exchange(first, post(std::string(60'000, 'x'))), "");
  Wire& second = connect();
  const std::string unfinished = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 60000\r\n\r\n";
  // What is only announced does not count.
  EXPECT_EQ(exchange(second, unfinished + std::string(39'000, 'x')), "");
  EXPECT_THAT(exchange(connect(), chunked + "fff\r\n" + std::string(0xfff, 'x') + "\r\n"),
              StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
  EXPECT_THAT(exchange(second, std::string(2'000, 'x')), StartsWith("HTTP/1.1 503"));
  EXPECT_EQ(server_->counters().refused_overload, 2U);

  handler_.take().reply({.headers = {}, .body = "1"});
  EXPECT_EQ(exchange(first, post(std::string(95'000, 'x'))), ok("1"));
  EXPECT_EQ(handler_.requests, 2U) << "An answered body counts no more.";
  wires_.clear();
  handler_.kept.clear();
  scheduler_.run_until_idle();
  EXPECT_EQ(exchange(connect(), post(std::string(95'000, 'x'))), "");
  EXPECT_EQ(handler_.requests, 3U) << "Nor does that of a connection that is gone.";
}

TEST_F(ServerLimitsTest, LargeAnswersThatAreNotTakenCountAmongTheBodies) {
  start({.body_bytes_total_max = (3u << 20) + 100});
  const std::string large(1u << 20, 'x');
  handler_.answer_to = [&](const Request& request) {
    return Response{.headers = {}, .body = request.body.size() == 1 ? large : "small"};
  };
  std::array<Wire*, 3> slow = {&connect(), &connect(), &connect()};
  for (Wire* wire : slow) {
    wire->pause();
    exchange(*wire, post("a"));
  }
  Wire& late = connect();
  EXPECT_THAT(exchange(late, post("a")), StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
  EXPECT_EQ(exchange(late, post("aa")), ok("small")) << "small answers do not count";
  EXPECT_EQ(server_->counters().refused_overload, 1U);
  slow[0]->resume();
  scheduler_.run_until_idle();
  slow[0]->take();
  EXPECT_EQ(exchange(late, post("a")), ok(large)) << "an answer that was taken counts no more";
  slow[1]->disconnect();
  scheduler_.run_until_idle();
  EXPECT_EQ(exchange(*slow[0], post("a")), ok(large)) << "nor does one that nobody will take";
}

TEST_F(ServerLimitsTest, ARefusedClientMayFinishSendingAndStillGetsItsAnswer) {
  start({.body_bytes_max = 1000});
  Wire& wire = connect();
  const std::string answer = exchange(wire, post(std::string(1 << 20, 'x')));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 413"));
  EXPECT_EQ(wire.bytes_unsent(), 0U);
  EXPECT_FALSE(wire.is_broken());
  EXPECT_EQ(server_->connections(), 1U);
  wire.finish_sending();
  scheduler_.run_until_idle();
  EXPECT_EQ(server_->connections(), 0U);
}

TEST_F(ServerLimitsTest, ARefusedClientThatNeverFinishesIsCutOff) {
  start({.body_bytes_max = 1000});
  Wire& wire = connect();
  exchange(wire, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n");
  for (int i = 0; i < 8; ++i) {
    wire.send("xxxx");
    scheduler_.run_for(seconds(1));
  }
  EXPECT_EQ(server_->connections(), 0U);
}

TEST_F(ServerLimitsTest, AnAnswerThatTheClientDoesNotTakeEndsTheConnection) {
  start({.write_timeout = seconds(30)});
  handler_.answer_to = [](const Request&) {
    return Response{.headers = {}, .body = std::string(1 << 20, 'x')};
  };
  Wire& wire = connect();
  wire.pause();
  exchange(wire, post("a"));
  scheduler_.run_for(seconds(30));
  EXPECT_EQ(server_->connections(), 1U);
  scheduler_.run_for(seconds(2));
  EXPECT_EQ(server_->connections(), 0U);
  EXPECT_EQ(server_->counters().closed_slow_reader, 1U);
}

TEST_F(ServerLimitsTest, AnAnswerTakenInDropsEndsTheConnectionToo) {
  network_options_.read_bytes_max = 100;
  start({.body_bytes_per_second_min = 1000, .write_timeout = seconds(30)});
  handler_.answer_to = [](const Request&) {
    return Response{.headers = {}, .body = std::string(1 << 20, 'x')};
  };
  Wire& wire = connect();
  wire.pause();
  exchange(wire, post("a"));
  // The pipe's 64 KiB are what 65 seconds at 1,000 bytes a second would have taken.
  int elapsed = 0;
  for (; elapsed < 200 && server_->connections() > 0; ++elapsed) {
    wire.resume();
    wire.pause();
    scheduler_.run_for(seconds(1));
  }
  EXPECT_GT(elapsed, 30);
  EXPECT_LT(elapsed, 120);
}

TEST_F(ServerLimitsTest, TakesNothingMoreFromAClientThatDoesNotTakeItsAnswers) {
  start();
  handler_.answer_to = [](const Request&) {
    return Response{.headers = {}, .body = std::string(100'000, 'x')};
  };
  Wire& wire = connect();
  wire.pause();
  const std::string requests = post(std::string(1000, 'x'));
  for (int i = 0; i < 200; ++i) wire.send(requests);
  scheduler_.run_until_idle();
  EXPECT_EQ(handler_.requests, 1U);
  // What one block and the pipe hold.
  EXPECT_GT(wire.bytes_unsent(), 200 * requests.size() - (64 << 10) - 8192);
  wire.resume();
  scheduler_.run_until_idle();
  EXPECT_EQ(handler_.requests, 200U);
  EXPECT_EQ(wire.bytes_unsent(), 0U);
}

TEST_F(ServerLimitsTest, ReadsNoFurtherWhileTheHandlerWorks) {
  start();
  handler_.keeps = true;
  Wire& wire = connect();
  wire.send(post("a") + std::string(10 << 20, 'x'));
  scheduler_.run_until_idle();
  EXPECT_LE(server_->counters().bytes_in, 4096U);
}

TEST_F(ServerLimitsTest, NothingIsDueWhileThereAreNoConnections) {
  start();
  Wire& wire = connect();
  wire.disconnect();
  scheduler_.run_for(seconds(3));
  EXPECT_FALSE(scheduler_.step());
}

}  // namespace
}  // namespace weir::http
