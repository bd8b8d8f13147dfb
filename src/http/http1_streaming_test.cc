// Answers that are made piece by piece, over HTTP/1.1.
#include <gmock/gmock.h>

#include <cstddef>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "http/message.h"
#include "http/server_fixture.h"
#include "http/source_fixture.h"

namespace weir::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

const std::string streamed_head =
    "HTTP/1.1 200 OK\r\n" + date_header + "Transfer-Encoding: chunked\r\n\r\n";

class Http1StreamingTest : public ServerFixture {
 protected:
  void start(const ServerLimits& limits = {}) {
    ServerFixture::start(limits);
    handler_.keeps = true;
  }

  // Sends a request and answers it with `source_`. What the client gets at once.
  std::string begin(Wire& wire, std::string_view request) {
    exchange(wire, request);
    answer_with_source();
    return wire.take();
  }

  void answer_with_source() {
    handler_.take().reply({.headers = {}, .body = "", .source = source_.make()});
    scheduler_.run_until_idle();
  }

  std::string given(Wire& wire, const std::string& bytes) {
    source_.give(bytes);
    scheduler_.run_until_idle();
    return wire.take();
  }

  std::string given_last(Wire& wire, const std::string& bytes) {
    source_.give_last(bytes);
    scheduler_.run_until_idle();
    return wire.take();
  }

  SourceProbe source_;
  SourceProbe other_;
};

TEST_F(Http1StreamingTest, EachPieceIsAChunkThatGoesOutAtOnce) {
  start();
  Wire& wire = connect();
  EXPECT_EQ(begin(wire, post("a")), streamed_head);
  EXPECT_EQ(given(wire, "hello"), "5\r\nhello\r\n");
  EXPECT_EQ(given(wire, std::string(300, 'x')), "12c\r\n" + std::string(300, 'x') + "\r\n");
  EXPECT_EQ(given_last(wire, "bye"), "3\r\nbye\r\n0\r\n\r\n");
  EXPECT_TRUE(source_.is_destroyed());
  handler_.keeps = false;
  EXPECT_EQ(exchange(wire, post("next")), ok("POST /? next"));
}

TEST_F(Http1StreamingTest, TheLastPieceMayBeEmpty) {
  start();
  Wire& wire = connect();
  begin(wire, post("a"));
  EXPECT_EQ(given(wire, "x"), "1\r\nx\r\n");
  EXPECT_EQ(given_last(wire, ""), "0\r\n\r\n");
  exchange(wire, post("b"));
  handler_.take().reply({.headers = {}, .body = "", .source = other_.make()});
  scheduler_.run_until_idle();
  other_.give_last("");
  scheduler_.run_until_idle();
  EXPECT_EQ(wire.take(), streamed_head + "0\r\n\r\n");
}

TEST_F(Http1StreamingTest, AnOlderClientGetsThePiecesUntilTheConnectionEnds) {
  start();
  Wire& wire = connect();
  EXPECT_EQ(begin(wire, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"),
            "HTTP/1.1 200 OK\r\n" + date_header + "Connection: close\r\n\r\n");
  EXPECT_EQ(given(wire, "hello"), "hello");
  EXPECT_EQ(given_last(wire, ""), "");
  EXPECT_TRUE(wire.is_ended());
}

TEST_F(Http1StreamingTest, ASlowClientIsWaitedFor) {
  start();
  Wire& wire = connect();
  begin(wire, post("a"));
  wire.pause();
  const std::string piece(60'000, 'x');
  std::size_t given = 0;
  for (; source_.is_asked() && given < 100; ++given) {
    source_.give(piece);
    scheduler_.run_until_idle();
  }
  // What fits the pipe, the piece that does not, and what the wire read before it paused.
  EXPECT_LE(given, 3U);
  wire.resume();
  scheduler_.run_until_idle();
  EXPECT_TRUE(source_.is_asked());
  EXPECT_EQ(source_.times_asked(), given + 1);
}

TEST_F(Http1StreamingTest, SharedBytesAreHeldUntilTheirClientHasThem) {
  start();
  Wire& wire = connect();
  begin(wire, post("a"));
  wire.pause();
  const auto shared = std::make_shared<const std::string>(1'000'000, 'x');
  source_.give(shared);
  scheduler_.run_until_idle();
  EXPECT_EQ(shared.use_count(), 2);
  wire.resume();
  scheduler_.run_until_idle();
  EXPECT_EQ(shared.use_count(), 1);
  EXPECT_EQ(wire.take(), "f4240\r\n" + *shared + "\r\n");
}

TEST_F(Http1StreamingTest, AClientThatGoesEndsTheSourceAtOnce) {
  start();
  Wire& wire = connect();
  begin(wire, post("a"));
  given(wire, "hello");
  EXPECT_FALSE(source_.is_destroyed());
  wire.disconnect();
  scheduler_.run_until_idle();
  EXPECT_TRUE(source_.is_destroyed());
  EXPECT_EQ(server_->connections(), 0U);
}

TEST_F(Http1StreamingTest, AClientThatWentBeforeTheAnswerNeverAsks) {
  start();
  Wire& wire = connect();
  exchange(wire, post("a"));
  network().break_connections();
  scheduler_.run_until_idle();
  answer_with_source();
  EXPECT_TRUE(source_.is_destroyed());
}

TEST_F(Http1StreamingTest, APipelinedRequestIsAnsweredAfterTheStream) {
  start();
  Wire& wire = connect();
  begin(wire, post("a") + post(std::string(10'000, 'b')));
  EXPECT_EQ(given(wire, "x"), "1\r\nx\r\n");
  EXPECT_TRUE(handler_.kept.empty());
  EXPECT_EQ(given_last(wire, ""), "0\r\n\r\n");
  ASSERT_EQ(handler_.kept.size(), 1U);
  handler_.take().reply({.headers = {}, .body = "b"});
  scheduler_.run_until_idle();
  EXPECT_EQ(wire.take(), ok("b"));
}

TEST_F(Http1StreamingTest, TheNextRequestMayComeWhileTheStreamRuns) {
  start();
  Wire& wire = connect();
  begin(wire, post("a"));
  wire.send(post("b"));
  EXPECT_EQ(given(wire, "x"), "1\r\nx\r\n");
  EXPECT_EQ(given_last(wire, ""), "0\r\n\r\n");
  ASSERT_EQ(handler_.kept.size(), 1U);
  handler_.take().reply({.headers = {}, .body = "b"});
  scheduler_.run_until_idle();
  EXPECT_EQ(wire.take(), ok("b"));
}

TEST_F(Http1StreamingTest, ASourceThatFailsCutsTheAnswerShort) {
  start();
  Wire& wire = connect();
  begin(wire, post("a"));
  given(wire, "hello");
  source_.fail();
  scheduler_.run_until_idle();
  EXPECT_EQ(wire.take(), "");
  EXPECT_TRUE(wire.is_ended());
  EXPECT_TRUE(source_.is_destroyed());
  EXPECT_EQ(server_->counters().closed_unanswered, 1U);
}

TEST_F(Http1StreamingTest, AnAnswerWithoutABodyAsksForNoPiece) {
  start();
  Wire& wire = connect();
  EXPECT_EQ(begin(wire, "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n"), streamed_head);
  EXPECT_EQ(source_.times_asked(), 0U);
  EXPECT_TRUE(source_.is_destroyed());
}

TEST_F(Http1StreamingTest, AReaderThatTakesNothingIsCutOffLaterThanForAnAnswer) {
  start({.write_timeout = seconds(30), .stream_stall_timeout = seconds(300)});
  Wire& wire = connect();
  begin(wire, post("a"));
  wire.pause();
  source_.give(std::string(200'000, 'x'));
  scheduler_.run_for(seconds(299));
  EXPECT_FALSE(source_.is_destroyed());
  scheduler_.run_for(seconds(3));
  EXPECT_TRUE(source_.is_destroyed());
  EXPECT_EQ(server_->counters().closed_slow_reader, 1U);
}

TEST_F(Http1StreamingTest, AQuietSourceIsNoSlowReader) {
  start();
  Wire& wire = connect();
  begin(wire, post("a"));
  scheduler_.run_for(seconds(1000));
  EXPECT_EQ(given(wire, "x"), "1\r\nx\r\n");
}

TEST_F(Http1StreamingTest, TheWriteTimeoutHoldsAgainForTheNextAnswer) {
  start({.write_timeout = seconds(30), .stream_stall_timeout = seconds(300)});
  Wire& wire = connect();
  begin(wire, post("a"));
  given_last(wire, "x");
  exchange(wire, post("b"));
  wire.pause();
  handler_.take().reply({.headers = {}, .body = std::string(1 << 20, 'x')});
  scheduler_.run_for(seconds(33));
  EXPECT_EQ(server_->connections(), 0U);
}

TEST_F(Http1StreamingTest, DrainingLetsTheStreamFinish) {
  start();
  Wire& wire = connect();
  begin(wire, post("a"));
  bool is_drained = false;
  server_->drain(seconds(30), [&](const Result<void>&) { is_drained = true; });
  scheduler_.run_until_idle();
  EXPECT_EQ(given(wire, "x"), "1\r\nx\r\n");
  EXPECT_FALSE(is_drained);
  EXPECT_EQ(given_last(wire, ""), "0\r\n\r\n");
  EXPECT_TRUE(is_drained);
  EXPECT_TRUE(wire.is_ended());
}

TEST_F(Http1StreamingTest, TheServerMayGoWhileASourceWaits) {
  start();
  begin(connect(), post("a"));
  server_.reset();
  EXPECT_TRUE(source_.is_destroyed());
}

}  // namespace
}  // namespace weir::http
