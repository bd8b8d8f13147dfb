// What an HTTP/2 client may cost, when the server has had enough, and how it stops.
#include <gmock/gmock.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "http/http2_server_fixture.h"
#include "http/message.h"

namespace weir::http {
namespace {

using testing::ElementsAre;

class Http2LimitsTest : public Http2ServerFixture {
 protected:
  void drain(seconds patience) {
    server_->drain(patience, [this](const Result<void>&) { is_drained_ = true; });
    scheduler_.run_until_idle();
  }

  // Passes seconds, looking at what comes in each of them.
  void pass(Http2Peer& peer, int count) {
    for (int i = 0; i < count; ++i) {
      scheduler_.run_for(seconds(1));
      peer.look();
    }
  }

  bool is_drained_ = false;
};

TEST_F(Http2LimitsTest, AnOversizedHeadIsAnsweredWith431) {
  start({.head_bytes_max = 8192});
  Http2Peer& peer = connect_http2();
  // Names, values and 32 for each field.
  const std::size_t others = 7 + 4 + 7 + 4 + 5 + 1 + 10 + 6 + 1 + std::size_t{5} * 32;
  EXPECT_EQ(exchange_post(peer, "", {{"x", std::string(8192 - others, 'x')}}), "200 POST /? ");
  EXPECT_EQ(exchange_post(peer, "", {{"x", std::string(8193 - others, 'x')}}),
            "431 The head of the request is too large.\n");
  EXPECT_EQ(server_->counters().refused_head_size, 1U);
  EXPECT_EQ(exchange_post(peer, "next"), "200 POST /? next");
}

TEST_F(Http2LimitsTest, TooManyHeadersAreAnsweredWith431) {
  start({.headers_max = 10});
  Http2Peer& peer = connect_http2();
  EXPECT_EQ(exchange_post(peer, "", Fields(9, {"a", "b"})), "200 POST /? ");
  EXPECT_EQ(exchange_post(peer, "", Fields(10, {"a", "b"})),
            "431 There are too many header fields.\n");
}

TEST_F(Http2LimitsTest, AnAnnouncedBodyOverTheLimitIsAnsweredWith413BeforeItComes) {
  start({.body_bytes_max = 1000});
  Http2Peer& peer = connect_http2();
  for (const std::string length : {"1001", "9223372036854775807"}) {
    const std::uint32_t stream = peer.open(post_fields({{"content-length", length}}));
    run(peer);
    // The client is told to stop sending, which is no error.
    EXPECT_EQ(peer.answer(stream).text(), "413 The body is too large.\n (reset 0)");
    peer.send(frame(FrameType::data, 0, stream, std::string(1000, 'x')));
  }
  EXPECT_EQ(exchange_post(peer, std::string(1000, 'x')).substr(0, 3), "200");
  EXPECT_EQ(server_->counters().refused_body_size, 2U);
  EXPECT_FALSE(peer.goaway);
}

TEST_F(Http2LimitsTest, ABodyThatGrowsOverTheLimitIsAnsweredWith413) {
  start({.body_bytes_max = 1000});
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.open(post_fields());
  peer.send(frame(FrameType::data, 0, stream, std::string(1000, 'x')));
  run(peer);
  EXPECT_EQ(peer.answer(stream).text(), "  (not ended)");
  peer.send(frame(FrameType::data, 0, stream, "x"));
  run(peer);
  EXPECT_EQ(peer.answer(stream).text(), "413 The body is too large.\n (reset 0)");
}

TEST_F(Http2LimitsTest, BodiesTogetherOverTheLimitAreAnsweredWith503) {
  start({.body_bytes_total_max = 100'000});
  handler_.keeps = true;
  Http2Peer& peer = connect_http2();
  const std::string piece(15'000, 'x');
  std::vector<std::uint32_t> streams;
  for (int i = 0; i < 7; ++i) {
    streams.push_back(peer.open(post_fields()));
    peer.send(frame(FrameType::data, 0, streams.back(), piece));
  }
  run(peer);
  EXPECT_EQ(peer.answer(streams[6]).status(), "503");
  EXPECT_EQ(server_->counters().refused_overload, 1U);
  for (int i = 0; i < 6; ++i) peer.send(frame(FrameType::data, 1, streams[i]));
  run(peer);
  EXPECT_EQ(handler_.requests, 6U);
  handler_.take().reply({.headers = {}, .body = "1"});
  EXPECT_EQ(exchange_post(peer, piece).substr(0, 3), "  (") << "An answered body counts no more.";
  EXPECT_EQ(handler_.requests, 7U);
  EXPECT_EQ(exchange_post(peer, piece).substr(0, 3), "503");
  peer.wire().disconnect();
  handler_.kept.clear();
  scheduler_.run_until_idle();
  Http2Peer& next = connect_http2();
  exchange_post(next, piece);
  EXPECT_EQ(handler_.requests, 8U) << "Nor does that of a connection that is gone.";
}

TEST_F(Http2LimitsTest, AnswersThatNobodyTakesCountAmongTheBodies) {
  start({.body_bytes_total_max = 1'000'000});
  handler_.answer_to = [](const Request&) {
    return Response{.headers = {}, .body = std::string(400'000, 'x')};
  };
  Http2Peer& peer = connect_http2(setting(4, 0));
  std::vector<std::uint32_t> streams;
  for (int i = 0; i < 3; ++i) streams.push_back(peer.send_post(""));
  run(peer);
  EXPECT_EQ(peer.answer(streams[0]).status(), "200");
  EXPECT_EQ(peer.answer(streams[1]).status(), "200");
  EXPECT_EQ(peer.answer(streams[2]).status(), "503");
  peer.send(rst_stream(streams[0]));
  const std::uint32_t next = peer.send_post("");
  run(peer);
  EXPECT_EQ(peer.answer(next).status(), "200");
}

TEST_F(Http2LimitsTest, StreamsOverTheLimitAreRefused) {
  start({.streams_max = 3});
  Http2Peer& fresh = connect_http2();
  for (int i = 0; i < 4; ++i) fresh.open(post_fields());
  run(fresh);
  EXPECT_EQ(fresh.goaway, 1U) << "It knew the limit.";

  // A client that does not know the limit yet may send the request again.
  Http2Peer& early = *peers_.emplace_back(std::make_unique<Http2Peer>(connect()));
  early.send_preface();
  std::uint32_t last = 0;
  for (int i = 0; i < 4; ++i) last = early.open(post_fields());
  run(early);
  EXPECT_EQ(early.answer(last).reset, 7U);  // REFUSED_STREAM
  EXPECT_FALSE(early.goaway);
}

TEST_F(Http2LimitsTest, ReadsNoFurtherWhileAllRequestsAreWithTheHandler) {
  start({.streams_max = 3});
  handler_.keeps = true;
  Http2Peer& peer = connect_http2();
  for (int i = 0; i < 3; ++i) peer.send_post("a");
  run(peer);
  const std::uint64_t bytes_in = server_->counters().bytes_in;
  peer.send(frame(FrameType::ping, 0, 0, "12345678"));
  run(peer);
  EXPECT_EQ(server_->counters().bytes_in, bytes_in);
  handler_.take().reply({.headers = {}, .body = "x"});
  run(peer);
  EXPECT_EQ(peer.count(FrameType::ping, FrameHead::ack), 1U);
}

TEST_F(Http2LimitsTest, ABodyThatComesTooSlowlyIsAnsweredWith408) {
  start({.body_grace = seconds(10), .body_bytes_per_second_min = 1000});
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.open(post_fields({{"content-length", "9000000"}}));
  for (int i = 0; i < 14; ++i) {
    EXPECT_EQ(peer.answer(stream).status(), i < 11 ? "" : peer.answer(stream).status());
    peer.send(frame(FrameType::data, 0, stream, std::string(100, 'x')));
    pass(peer, 1);
  }
  EXPECT_EQ(peer.answer(stream).text(), "408 The body came too slowly.\n (reset 0)");
  EXPECT_EQ(exchange_post(peer, "b"), "200 POST /? b");
}

TEST_F(Http2LimitsTest, ABodyMayWaitForOthersOfItsConnection) {
  start({.body_grace = seconds(10), .body_bytes_per_second_min = 1000});
  Http2Peer& peer = connect_http2();
  const std::uint32_t first = peer.open(post_fields());
  const std::uint32_t second = peer.open(post_fields());
  // Just enough for two.
  for (int i = 0; i < 60; ++i) {
    peer.send(frame(FrameType::data, 0, first, std::string(2000, 'x')));
    pass(peer, 1);
  }
  EXPECT_EQ(peer.answer(second).status(), "");
  peer.send(frame(FrameType::data, 1, first));
  peer.send(frame(FrameType::data, 1, second, "b"));
  run(peer);
  EXPECT_EQ(peer.answer(second).text(), "200 POST /? b");
}

TEST_F(Http2LimitsTest, AHeadThatIsNotFinishedEndsTheConnection) {
  start({.head_timeout = seconds(10)});
  Http2Peer& peer = connect_http2();
  exchange_post(peer, "a");
  pass(peer, 20);
  const std::string block = hpack(post_fields({{"x", std::string(100, 'x')}}));
  peer.send(frame(FrameType::headers, 1, 3, block));
  for (int i = 0; i < 9; ++i) pass(peer, 1);
  EXPECT_FALSE(peer.goaway);
  pass(peer, 3);
  EXPECT_EQ(peer.goaway, 11U);  // ENHANCE_YOUR_CALM
  EXPECT_TRUE(peer.wire().is_ended());
  EXPECT_EQ(server_->counters().refused_too_slow, 1U);
}

TEST_F(Http2LimitsTest, APrefaceWithoutSettingsIsClosed) {
  start({.head_timeout = seconds(10)});
  Wire& wire = connect();
  wire.send(http2_preface);
  scheduler_.run_for(seconds(10));
  EXPECT_FALSE(wire.is_ended());
  scheduler_.run_for(seconds(2));
  EXPECT_TRUE(wire.is_ended());
  EXPECT_EQ(server_->counters().closed_idle, 1U);
}

TEST_F(Http2LimitsTest, AnIdleConnectionIsToldAndClosedHoweverItPings) {
  start({.idle_timeout = seconds(75)});
  Http2Peer& peer = connect_http2();
  exchange_post(peer, "a");
  for (int i = 0; i < 75; ++i) {
    peer.send(frame(FrameType::ping, 0, 0, "12345678"));
    pass(peer, 1);
  }
  EXPECT_EQ(peer.count(FrameType::ping, FrameHead::ack), 75U);
  EXPECT_FALSE(peer.goaway);
  pass(peer, 4);
  EXPECT_EQ(peer.goaway, 0U);
  EXPECT_THAT(peer.goaway_last_streams, ElementsAre(0x7fffffff, 1));
  EXPECT_TRUE(peer.wire().is_ended());
}

TEST_F(Http2LimitsTest, ARequestThatMeetsTheIdleTimeoutIsAnswered) {
  start({.idle_timeout = seconds(75)});
  Http2Peer& peer = connect_http2();
  pass(peer, 76);
  EXPECT_THAT(peer.goaway_last_streams, ElementsAre(0x7fffffff));
  EXPECT_EQ(exchange_post(peer, "a"), "200 POST /? a");
  pass(peer, 3);
  EXPECT_THAT(peer.goaway_last_streams, ElementsAre(0x7fffffff, 1));
  EXPECT_TRUE(peer.wire().is_ended());
}

TEST_F(Http2LimitsTest, ASlowHandlerCostsTheClientNothing) {
  start();
  handler_.keeps = true;
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.send_post("a");
  pass(peer, 600);
  handler_.take().reply({.headers = {}, .body = "x"});
  run(peer);
  EXPECT_EQ(peer.answer(stream).text(), "200 x");
}

TEST_F(Http2LimitsTest, AnAnswerWhoseWindowStaysClosedIsReset) {
  start({.write_timeout = seconds(30)});
  handler_.answer_to = [](const Request&) {
    return Response{.headers = {}, .body = std::string(1 << 20, 'x')};
  };
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.send_post("a");
  pass(peer, 30);
  EXPECT_FALSE(peer.answer(stream).reset);
  pass(peer, 3);
  EXPECT_EQ(peer.answer(stream).reset, 8U);  // CANCEL
  EXPECT_EQ(server_->counters().closed_slow_reader, 1U);
  EXPECT_FALSE(peer.goaway);
}

TEST_F(Http2LimitsTest, AnAnswerTakenInDropsIsResetToo) {
  start({.body_bytes_per_second_min = 1000, .write_timeout = seconds(30)});
  handler_.answer_to = [](const Request&) {
    return Response{.headers = {}, .body = std::string(1 << 20, 'x')};
  };
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.send_post("a");
  int elapsed = 0;
  // The first window's 64 KiB are what 65 seconds at 1,000 bytes a second would have taken.
  for (; elapsed < 200 && !peer.answer(stream).reset; ++elapsed) {
    peer.send(window_update(stream, 100) + window_update(0, 100));
    pass(peer, 1);
  }
  EXPECT_GT(elapsed, 60);
  EXPECT_LT(elapsed, 120);
}

TEST_F(Http2LimitsTest, TakesNothingMoreFromAClientThatTakesNothing) {
  start();
  handler_.answer_to = [](const Request&) {
    return Response{.headers = {}, .body = std::string(10'000, 'x')};
  };
  Http2Peer& peer = connect_http2(setting(4, 1 << 30));
  peer.send(window_update(0, 1 << 30));
  run(peer);
  peer.wire().pause();
  const std::string body(1000, 'x');
  for (int i = 0; i < 1000; ++i) peer.send_post(body);
  scheduler_.run_until_idle();
  // A pipe full of answers, what one read holds, and a little more.
  EXPECT_LT(handler_.requests, 150U);
  EXPECT_GT(peer.wire().bytes_unsent(), 700'000U);
  peer.wire().resume();
  scheduler_.run_until_idle();
  EXPECT_EQ(handler_.requests, 1000U);
}

TEST_F(Http2LimitsTest, DrainingClosesAnIdleConnectionAfterARoundTrip) {
  start();
  Http2Peer& peer = connect_http2();
  exchange_post(peer, "a");
  drain(seconds(30));
  peer.look();
  EXPECT_THAT(peer.goaway_last_streams, ElementsAre(0x7fffffff));
  EXPECT_EQ(peer.count(FrameType::ping, 0), 1U);
  EXPECT_EQ(clock_.monotonic_now().ns, 0);
  // A request that was on its way.
  const std::uint32_t late = peer.send_post("b");
  peer.send(frame(FrameType::ping, FrameHead::ack, 0, std::string(8, '\0')));
  run(peer);
  EXPECT_EQ(peer.answer(late).text(), "200 POST /? b");
  EXPECT_THAT(peer.goaway_last_streams, ElementsAre(0x7fffffff, 3));
  EXPECT_TRUE(peer.wire().is_ended());
  EXPECT_TRUE(is_drained_);
}

TEST_F(Http2LimitsTest, DrainingDoesNotWaitForAClientThatDoesNotAnswer) {
  start();
  Http2Peer& peer = connect_http2();
  drain(seconds(30));
  pass(peer, 3);
  EXPECT_THAT(peer.goaway_last_streams, ElementsAre(0x7fffffff, 0));
  EXPECT_TRUE(is_drained_);
}

TEST_F(Http2LimitsTest, DrainingLetsRequestsUnderWayFinishAndTakesNoMore) {
  start();
  handler_.keeps = true;
  Http2Peer& peer = connect_http2();
  const std::uint32_t handled = peer.send_post("a");
  const std::uint32_t arriving = peer.open(post_fields());
  peer.send(frame(FrameType::data, 0, arriving, "b"));
  run(peer);
  drain(seconds(30));
  pass(peer, 3);
  EXPECT_THAT(peer.goaway_last_streams, ElementsAre(0x7fffffff, arriving));
  const std::uint32_t late = peer.send_post("c");
  peer.send(frame(FrameType::data, 1, arriving, "b"));
  run(peer);
  EXPECT_FALSE(is_drained_);
  ASSERT_EQ(handler_.kept.size(), 2U);
  handler_.take().reply({.headers = {}, .body = "1"});
  handler_.take().reply({.headers = {}, .body = "2"});
  run(peer);
  EXPECT_EQ(peer.answer(handled).text(), "200 1");
  EXPECT_EQ(peer.answer(arriving).text(), "200 2");
  EXPECT_EQ(peer.answer(late).text(), "  (not ended)");
  EXPECT_TRUE(is_drained_);
  EXPECT_TRUE(peer.wire().is_ended());
}

TEST_F(Http2LimitsTest, DrainingCutsOffWhatIsLeftWhenPatienceEnds) {
  start();
  handler_.keeps = true;
  Http2Peer& peer = connect_http2();
  peer.send_post("a");
  run(peer);
  drain(seconds(5));
  pass(peer, 4);
  EXPECT_FALSE(is_drained_);
  pass(peer, 2);
  EXPECT_TRUE(is_drained_);
  EXPECT_TRUE(peer.wire().is_ended());
  handler_.take().reply({.headers = {}, .body = "late"});
  scheduler_.run_until_idle();
}

}  // namespace
}  // namespace weir::http
