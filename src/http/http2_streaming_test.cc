// Answers that are made piece by piece, over HTTP/2.
#include <gmock/gmock.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/time.h"
#include "http/http2_server_fixture.h"
#include "http/message.h"
#include "http/source_fixture.h"

namespace weir::http {
namespace {

class Http2StreamingTest : public Http2ServerFixture {
 protected:
  void start(const ServerLimits& limits = {}) {
    ServerFixture::start(limits);
    handler_.keeps = true;
  }

  // Sends a request and answers it with `source`. Its stream.
  std::uint32_t begin(Http2Peer& peer, SourceProbe& source) {
    const std::uint32_t stream = peer.send_post("a");
    run(peer);
    handler_.take().reply({.headers = {}, .body = "", .source = source.make()});
    run(peer);
    return stream;
  }

  void give(Http2Peer& peer, std::string bytes) {
    source_.give(std::move(bytes));
    run(peer);
  }

  SourceProbe source_;
  SourceProbe other_;
};

TEST_F(Http2StreamingTest, EachPieceGoesOutAtOnce) {
  start();
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = begin(peer, source_);
  EXPECT_EQ(peer.answer(stream).status(), "200");
  EXPECT_EQ(peer.answer(stream).field("content-length"), "");
  give(peer, "hello");
  EXPECT_EQ(peer.answer(stream).text(), "200 hello (not ended)");
  give(peer, ", you");
  EXPECT_EQ(peer.answer(stream).text(), "200 hello, you (not ended)");
  EXPECT_FALSE(source_.is_destroyed());
  source_.give_last(".");
  run(peer);
  EXPECT_EQ(peer.answer(stream).text(), "200 hello, you.");
  EXPECT_EQ(peer.answer(stream).data_frames, 3U);
  EXPECT_TRUE(source_.is_destroyed());
}

TEST_F(Http2StreamingTest, WhatHasGoneOutIsNotHeldWhileTheSourceIsQuiet) {
  start();
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = begin(peer, source_);
  const auto shared = std::make_shared<const std::string>("for many");
  source_.give(shared);
  EXPECT_EQ(shared.use_count(), 2);
  run(peer);
  EXPECT_EQ(peer.answer(stream).text(), "200 for many (not ended)");
  EXPECT_EQ(shared.use_count(), 1);
}

TEST_F(Http2StreamingTest, TheLastPieceMayBeEmpty) {
  start();
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = begin(peer, source_);
  source_.give_last("");
  run(peer);
  EXPECT_EQ(peer.answer(stream).text(), "200 ");
}

TEST_F(Http2StreamingTest, OtherRequestsAreAnsweredMeanwhile) {
  start();
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = begin(peer, source_);
  handler_.keeps = false;
  EXPECT_EQ(exchange_post(peer, "b"), "200 POST /? b");
  give(peer, "x");
  EXPECT_EQ(peer.answer(stream).text(), "200 x (not ended)");
}

TEST_F(Http2StreamingTest, AClosedWindowHoldsTheSourceBackAndNobodyElse) {
  start();
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = begin(peer, source_);
  std::size_t given = 0;
  for (; source_.is_asked() && given < 100; ++given) give(peer, std::string(10'000, 'x'));
  EXPECT_EQ(given, 7U) << "A window of 65,535 bytes, and the piece that it cuts in two.";
  EXPECT_EQ(peer.answer(stream).body.size(), 65'535U);
  peer.send(window_update(0, 100'000));
  const std::uint32_t second = begin(peer, other_);
  other_.give(std::string("hello"));
  run(peer);
  EXPECT_EQ(peer.answer(second).text(), "200 hello (not ended)");
  EXPECT_FALSE(source_.is_asked());
  peer.send(window_update(stream, 10'000));
  run(peer);
  EXPECT_EQ(peer.answer(stream).body.size(), 70'000U);
  EXPECT_TRUE(source_.is_asked());
}

TEST_F(Http2StreamingTest, ASourceThatAlwaysHasMoreLetsOthersThrough) {
  start();
  Http2Peer& peer = connect_http2(setting(4, 1 << 30));
  peer.send(window_update(0, 1 << 30));
  begin(peer, source_);
  source_.give(std::string(1 << 20, 'x'));
  const std::uint32_t other = peer.send_post("b");
  scheduler_.run_until_idle();
  handler_.take().reply({.headers = {}, .body = "short"});
  run(peer);
  EXPECT_EQ(peer.answer(other).text(), "200 short");
}

TEST_F(Http2StreamingTest, AResetStreamEndsItsSourceAtOnce) {
  start();
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = begin(peer, source_);
  give(peer, "hello");
  peer.send(rst_stream(stream));
  run(peer);
  EXPECT_TRUE(source_.is_destroyed());
  EXPECT_EQ(server_->connections(), 1U);
}

TEST_F(Http2StreamingTest, AClientThatGoesEndsAllItsSources) {
  start();
  Http2Peer& peer = connect_http2();
  begin(peer, source_);
  begin(peer, other_);
  peer.wire().disconnect();
  scheduler_.run_until_idle();
  EXPECT_TRUE(source_.is_destroyed());
  EXPECT_TRUE(other_.is_destroyed());
  EXPECT_EQ(server_->connections(), 0U);
}

TEST_F(Http2StreamingTest, AnErrorOfTheConnectionEndsAllSources) {
  start();
  Http2Peer& peer = connect_http2();
  begin(peer, source_);
  peer.send(frame(FrameType::ping, 0, 0, "short"));
  run(peer);
  EXPECT_TRUE(peer.goaway);
  EXPECT_TRUE(source_.is_destroyed());
}

TEST_F(Http2StreamingTest, AClientThatResetBeforeTheAnswerNeverAsks) {
  start();
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.send_post("a");
  run(peer);
  peer.send(rst_stream(stream));
  run(peer);
  handler_.take().reply({.headers = {}, .body = "", .source = source_.make()});
  run(peer);
  EXPECT_EQ(source_.times_asked(), 0U);
  EXPECT_TRUE(source_.is_destroyed());
}

TEST_F(Http2StreamingTest, ASourceThatFailsResetsItsStream) {
  start();
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = begin(peer, source_);
  give(peer, "hello");
  source_.fail();
  run(peer);
  EXPECT_EQ(peer.answer(stream).text(), "200 hello (not ended) (reset 2)");
  EXPECT_TRUE(source_.is_destroyed());
  EXPECT_EQ(server_->counters().closed_unanswered, 1U);
}

TEST_F(Http2StreamingTest, AnAnswerWithoutABodyAsksForNoPiece) {
  start();
  Http2Peer& peer = connect_http2();
  Fields head = post_fields();
  head[0].second = "HEAD";
  const std::uint32_t stream = peer.open(head, true);
  run(peer);
  handler_.take().reply({.headers = {}, .body = "", .source = source_.make()});
  run(peer);
  EXPECT_EQ(peer.answer(stream).text(), "200 ");
  EXPECT_EQ(source_.times_asked(), 0U);
  EXPECT_TRUE(source_.is_destroyed());
}

TEST_F(Http2StreamingTest, AReaderThatTakesNothingLosesItsStreamAlone) {
  start({.write_timeout = seconds(30), .stream_stall_timeout = seconds(300)});
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = begin(peer, source_);
  source_.give(std::string(200'000, 'x'));
  for (int i = 0; i < 299; ++i) {
    scheduler_.run_for(seconds(1));
    peer.look();
  }
  EXPECT_FALSE(source_.is_destroyed());
  scheduler_.run_for(seconds(3));
  peer.look();
  EXPECT_TRUE(source_.is_destroyed());
  EXPECT_EQ(peer.answer(stream).reset, 8U);
  EXPECT_EQ(server_->counters().closed_slow_reader, 1U);
  EXPECT_EQ(server_->connections(), 1U);
}

TEST_F(Http2StreamingTest, AQuietSourceIsNoSlowReaderAndNoIdleConnection) {
  start({.idle_timeout = seconds(75)});
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = begin(peer, source_);
  scheduler_.run_for(seconds(1000));
  give(peer, "x");
  EXPECT_EQ(peer.answer(stream).text(), "200 x (not ended)");
}

TEST_F(Http2StreamingTest, AConnectionThatTakesNothingAtAllIsClosedAsForAnswers) {
  start({.write_timeout = seconds(30), .stream_stall_timeout = seconds(300)});
  Http2Peer& peer = connect_http2(setting(4, 1 << 30));
  peer.send(window_update(0, 1 << 30));
  begin(peer, source_);
  peer.wire().pause();
  source_.give(std::string(400'000, 'x'));
  scheduler_.run_for(seconds(30));
  EXPECT_FALSE(source_.is_destroyed());
  scheduler_.run_for(seconds(3));
  EXPECT_TRUE(source_.is_destroyed());
  EXPECT_EQ(server_->connections(), 0U);
}

TEST_F(Http2StreamingTest, DrainingLetsTheStreamFinish) {
  start();
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = begin(peer, source_);
  bool is_drained = false;
  server_->drain(seconds(30), [&](const Result<void>&) { is_drained = true; });
  run(peer);
  give(peer, "x");
  scheduler_.run_for(seconds(5));
  peer.look();
  EXPECT_EQ(peer.goaway, 0U);
  EXPECT_FALSE(is_drained);
  give(peer, "y");
  source_.give_last("z");
  run(peer);
  EXPECT_EQ(peer.answer(stream).text(), "200 xyz");
  EXPECT_TRUE(is_drained);
  EXPECT_TRUE(peer.wire().is_ended());
}

TEST_F(Http2StreamingTest, TheServerMayGoWhileASourceWaits) {
  start();
  begin(connect_http2(), source_);
  server_.reset();
  EXPECT_TRUE(source_.is_destroyed());
}

}  // namespace
}  // namespace weir::http
