// The server's HTTP/2: requests and answers.
#include <gmock/gmock.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/http2_server_fixture.h"
#include "http/message.h"

namespace weir::http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

class Http2ServerTest : public Http2ServerFixture {};

TEST_F(Http2ServerTest, AnswersRequestsOnOneConnection) {
  start();
  Http2Peer& peer = connect_http2();
  EXPECT_EQ(exchange_post(peer, "a"), "200 POST /? a");
  EXPECT_EQ(exchange_post(peer, ""), "200 POST /? ");
  const std::uint32_t get = peer.open(
      {{":method", "GET"}, {":scheme", "http"}, {":path", "/p?q=r"}, {":authority", "h"}}, true);
  run(peer);
  EXPECT_EQ(peer.answer(get).text(), "200 GET /p?q=r ");
  EXPECT_EQ(server_->connections(), 1U);
  EXPECT_EQ(server_->counters().requests, 3U);
}

TEST_F(Http2ServerTest, AnswersWithTheHeadersOfHttp11InLowerCase) {
  start();
  handler_.answer_to = [](const Request&) {
    return Response{.status = 400,
                    .headers = {{"x-amzn-RequestId", "id"}, {"Content-Type", "text"}},
                    .body = "four"};
  };
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.send_post("a");
  run(peer);
  EXPECT_THAT(peer.answer(stream).fields,
              ElementsAre(Pair(":status", "400"), Pair("date", "Mon, 01 Jan 2024 00:00:00 GMT"),
                          Pair("x-amzn-requestid", "id"), Pair("content-type", "text"),
                          Pair("content-length", "4")));
  EXPECT_EQ(peer.answer(stream).body, "four");
}

TEST_F(Http2ServerTest, HandsUpWhatHttp11WouldHandUp) {
  start();
  handler_.keeps = true;
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.open({{":method", "PUT"},
                                          {":scheme", "http"},
                                          {":path", "/a%20b?c"},
                                          {":authority", "host:4567"},
                                          {"x-amz-target", " T\t"},
                                          {"x-empty", ""},
                                          {"content-length", "3"}});
  peer.send(frame(FrameType::data, 0, stream, "x"));
  peer.send(frame(FrameType::data, FrameHead::end_stream, stream, "yz"));
  run(peer);
  ASSERT_EQ(handler_.kept.size(), 1U);
  const Request& request = handler_.kept[0].request;
  EXPECT_EQ(request.method, "PUT");
  EXPECT_EQ(request.path, "/a%20b");
  EXPECT_EQ(request.query, "c");
  Fields headers;
  for (const Header& header : request.headers) headers.emplace_back(header.name, header.value);
  EXPECT_THAT(headers, ElementsAre(Pair("host", "host:4567"), Pair("x-amz-target", "T"),
                                   Pair("x-empty", ""), Pair("content-length", "3")));
  EXPECT_EQ(request.header("Host"), "host:4567");
  EXPECT_EQ(std::string_view(request.body.data(), request.body.size()), "xyz");
  EXPECT_EQ(request.peer_address, "127.0.0.1");
}

TEST_F(Http2ServerTest, AHostBesideAuthorityIsTheSameHeader) {
  start();
  handler_.keeps = true;
  Http2Peer& peer = connect_http2();
  peer.send_post("", {{"host", "H:4567"}});
  const Fields without = {{":method", "POST"}, {":scheme", "http"}, {":path", "/"}};
  Fields host_alone = without;
  host_alone.emplace_back("host", "alone");
  peer.open(host_alone, true);
  const std::uint32_t other = peer.send_post("", {{"host", "other"}});
  const std::uint32_t none = peer.open(without, true);
  run(peer);
  ASSERT_EQ(handler_.kept.size(), 2U);
  EXPECT_EQ(handler_.kept[0].request.headers.size(), 1U);
  EXPECT_EQ(handler_.kept[0].request.header("host"), "h:4567");
  EXPECT_EQ(handler_.kept[1].request.header("host"), "alone");
  EXPECT_EQ(peer.answer(other).status(), "400");
  // The library resets what lacks both.
  EXPECT_TRUE(peer.answer(none).reset || peer.answer(none).status() == "400");
}

TEST_F(Http2ServerTest, RequestsAreAnsweredInAnyOrder) {
  start();
  handler_.keeps = true;
  Http2Peer& peer = connect_http2();
  const std::uint32_t first = peer.send_post("1");
  const std::uint32_t second = peer.send_post("2");
  run(peer);
  ASSERT_EQ(handler_.kept.size(), 2U);
  handler_.kept[1].reply({.headers = {}, .body = "two"});
  run(peer);
  EXPECT_EQ(peer.answer(second).text(), "200 two");
  EXPECT_EQ(peer.answer(first).text(), "  (not ended)");
  handler_.kept[0].reply({.headers = {}, .body = "one"});
  run(peer);
  EXPECT_EQ(peer.answer(first).text(), "200 one");
}

TEST_F(Http2ServerTest, AnswersOfOneTurnGoOutTogether) {
  start();
  handler_.keeps = true;
  Http2Peer& peer = connect_http2();
  for (int i = 0; i < 20; ++i) peer.send_post("a");
  run(peer);
  const std::uint64_t reads_before = peer.wire().reads();
  for (auto& kept : handler_.kept) kept.reply({.headers = {}, .body = "x"});
  run(peer);
  EXPECT_EQ(peer.wire().reads() - reads_before, 1U);
  for (std::uint32_t stream = 1; stream < 40; stream += 2) {
    EXPECT_EQ(peer.answer(stream).text(), "200 x");
  }
}

TEST_F(Http2ServerTest, TakesBodiesOfAllSizes) {
  start();
  handler_.answer_to = [](const Request& request) {
    std::size_t sum = 0;
    for (const char c : request.body) sum += static_cast<unsigned char>(c);
    return Response{.headers = {}, .body = fmt::format("{} {}", request.body.size(), sum)};
  };
  Http2Peer& peer = connect_http2();
  for (const std::size_t size : {0UL, 1UL, 5000UL, 100'000UL, 1UL << 20, 20UL << 20, 2UL}) {
    for (const Fields& more : {Fields{}, Fields{{"content-length", std::to_string(size)}}}) {
      const std::uint32_t stream = peer.open(post_fields(more), size == 0);
      for (std::size_t left = size; left > 0;) {
        const std::size_t count = std::min<std::size_t>(left, 16'384);
        left -= count;
        peer.send(frame(FrameType::data, left == 0 ? 1 : 0, stream, std::string(count, 'x')));
      }
      run(peer);
      EXPECT_EQ(peer.answer(stream).text(), fmt::format("200 {} {}", size, size * 'x'));
    }
  }
}

TEST_F(Http2ServerTest, OpensTheWindowsAsBodiesCome) {
  start();
  Http2Peer& peer = connect_http2();
  handler_.keeps = true;
  const std::uint32_t stream = peer.open(post_fields());
  const std::string piece(16'384, 'x');
  // More than both windows as they were announced.
  for (int i = 0; i < 1200; ++i) peer.send(frame(FrameType::data, 0, stream, piece));
  run(peer);
  std::size_t opened = 0;
  for (const ReceivedFrame& other : peer.others) {
    if (other.head.type == FrameType::window_update) opened += 1;
  }
  EXPECT_GE(opened, 2U);
  EXPECT_FALSE(peer.goaway);
  peer.send(frame(FrameType::data, 1, stream, "x"));
  run(peer);
  EXPECT_EQ(handler_.kept.at(0).request.body.size(), 1200 * piece.size() + 1);
}

TEST_F(Http2ServerTest, SendsLargeAnswersAsTheWindowsAllow) {
  start();
  std::string large;
  for (int i = 0; i < 300'000; ++i) large += static_cast<char>('a' + i % 23);
  handler_.answer_to = [&](const Request&) { return Response{.headers = {}, .body = large}; };
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.send_post("a");
  run(peer);
  EXPECT_EQ(peer.answer(stream).body.size(), 65'535U);
  peer.send(window_update(stream, 1'000'000));
  run(peer);
  EXPECT_EQ(peer.answer(stream).body.size(), 65'535U) << "The connection's window is closed.";
  peer.send(window_update(0, 1'000'000));
  run(peer);
  EXPECT_TRUE(peer.answer(stream).body == large);
  EXPECT_TRUE(peer.answer(stream).is_ended);
}

TEST_F(Http2ServerTest, LargeAnswersShareTheConnection) {
  start();
  handler_.answer_to = [](const Request&) {
    return Response{.headers = {}, .body = std::string(60'000, 'x')};
  };
  Http2Peer& peer = connect_http2(setting(4, 1 << 20));
  const std::uint32_t first = peer.send_post("a");
  const std::uint32_t second = peer.send_post("b");
  run(peer);
  EXPECT_GT(peer.answer(first).body.size(), 16'000U);
  EXPECT_GT(peer.answer(second).body.size(), 16'000U);
}

TEST_F(Http2ServerTest, UnderstandsTheSameHoweverTheBytesArrive) {
  network_options_.read_bytes_max = 1;
  start();
  Http2Peer& peer = connect_http2();
  EXPECT_EQ(exchange_post(peer, std::string(6000, 'y')), "200 POST /? " + std::string(6000, 'y'));
  EXPECT_EQ(exchange_post(peer, "b"), "200 POST /? b");
}

TEST_F(Http2ServerTest, AHeadMayComeInContinuations) {
  start();
  handler_.keeps = true;
  Http2Peer& peer = connect_http2();
  const std::string block = hpack(post_fields({{"x-amz-security-token", std::string(9000, 't')}}));
  peer.send(frame(FrameType::headers, 1, 1, block.substr(0, 3000)));
  peer.send(frame(FrameType::continuation, 0, 1, block.substr(3000, 3000)));
  peer.send(frame(FrameType::continuation, end_headers, 1, block.substr(6000)));
  run(peer);
  ASSERT_EQ(handler_.kept.size(), 1U);
  EXPECT_EQ(handler_.kept[0].request.header("X-Amz-Security-Token"), std::string(9000, 't'));
}

TEST_F(Http2ServerTest, TrailersAreRead) {
  start();
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.open(post_fields());
  peer.send(frame(FrameType::data, 0, stream, "a"));
  peer.send(frame(FrameType::headers, 1 | end_headers, stream, hpack({{"x-trailer", "t"}})));
  run(peer);
  EXPECT_EQ(peer.answer(stream).text(), "200 POST /? a");
}

TEST_F(Http2ServerTest, SaysContinueToAClientThatWaitsForIt) {
  start();
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.open(post_fields({{"expect", "100-continue"}}));
  run(peer);
  EXPECT_EQ(peer.answer(stream).status(), "100");
  peer.send(frame(FrameType::data, 1, stream, "a"));
  run(peer);
  EXPECT_EQ(peer.answer(stream).text(), "200 POST /? a");
  EXPECT_THAT(peer.answer(stream).interim, ElementsAre("100"));
}

TEST_F(Http2ServerTest, AnswersWithoutABodyWhereHttpHasNone) {
  start();
  handler_.answer_to = [](const Request& request) {
    if (request.method == "HEAD") return Response{.headers = {}, .body = "four"};
    return Response{.status = 204, .headers = {}, .body = "lost"};
  };
  Http2Peer& peer = connect_http2();
  Fields head = post_fields();
  head[0].second = "HEAD";
  const std::uint32_t stream = peer.open(head, true);
  run(peer);
  EXPECT_EQ(peer.answer(stream).text(), "200 ");
  EXPECT_EQ(peer.answer(stream).field("content-length"), "4");
  EXPECT_EQ(exchange_post(peer, "a"), "204 ");
}

TEST_F(Http2ServerTest, NoHeaderValueCanBecomeAnotherHeader) {
  start();
  handler_.answer_to = [](const Request&) {
    return Response{.headers = {{"A", "b\r\nSet-Cookie: c"}}, .body = ""};
  };
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.send_post("a");
  run(peer);
  EXPECT_EQ(peer.answer(stream).field("a"), "b  Set-Cookie: c");
}

TEST_F(Http2ServerTest, ARequestStaysAliveAsLongAsItsBufferIsHeld) {
  start();
  handler_.keeps = true;
  Http2Peer& peer = connect_http2();
  for (int i = 0; i < 20; ++i) peer.send_post(std::string(700, static_cast<char>('a' + i)));
  run(peer);
  std::vector<Request> held;
  for (auto& kept : handler_.kept) {
    kept.reply({.headers = {}, .body = "x"});
    held.push_back(std::move(kept.request));
  }
  run(peer);
  server_.reset();
  ASSERT_EQ(held.size(), 20U);
  for (std::size_t i = 0; i < held.size(); ++i) {
    const std::string expected(700, static_cast<char>('a' + i));
    EXPECT_EQ(std::string_view(held[i].body.data(), held[i].body.size()), expected);
    EXPECT_EQ(held[i].method, "POST");
    EXPECT_EQ(held[i].peer_address, "127.0.0.1");
  }
}

TEST_F(Http2ServerTest, DropsTheAnswerOfAClientThatHasResetItsStream) {
  start();
  handler_.keeps = true;
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.send_post("a");
  run(peer);
  peer.send(rst_stream(stream));
  run(peer);
  auto [request, reply] = handler_.take();
  reply({.headers = {}, .body = "x"});
  run(peer);
  EXPECT_EQ(peer.answer(stream).text(), "  (not ended)");
  EXPECT_EQ(std::string(request.body.data(), 1), "a");
  handler_.keeps = false;
  EXPECT_EQ(exchange_post(peer, "b"), "200 POST /? b");
}

TEST_F(Http2ServerTest, ADroppedReplyResetsTheStreamAlone) {
  start();
  handler_.keeps = true;
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.send_post("a");
  run(peer);
  handler_.kept.clear();
  run(peer);
  EXPECT_EQ(peer.answer(stream).text(), "  (not ended) (reset 2)");
  EXPECT_EQ(server_->counters().closed_unanswered, 1U);
  handler_.keeps = false;
  EXPECT_EQ(exchange_post(peer, "b"), "200 POST /? b");
}

TEST_F(Http2ServerTest, RepliesMayComeAfterTheClientOrTheServerHasGone) {
  start();
  handler_.keeps = true;
  Http2Peer& peer = connect_http2();
  peer.send_post("a");
  peer.send_post("b");
  run(peer);
  peer.wire().disconnect();
  scheduler_.run_until_idle();
  EXPECT_EQ(server_->connections(), 0U);
  handler_.take().reply({.headers = {}, .body = "x"});
  server_.reset();
  handler_.take().reply({.headers = {}, .body = "x"});
}

TEST_F(Http2ServerTest, WhatIsMalformedIsResetOrRefusedAndTheConnectionGoesOn) {
  start();
  Http2Peer& peer = connect_http2();
  const auto with = [](std::size_t index, std::string value) {
    Fields fields = post_fields();
    fields.at(index).second = std::move(value);
    return fields;
  };
  const std::vector<std::pair<Fields, std::string>> cases = {
      {post_fields({{"Upper", "x"}}), "reset"},
      {post_fields({{"connection", "close"}}), "reset"},
      {post_fields({{"transfer-encoding", "chunked"}}), "reset"},
      {post_fields({{"content-length", "two"}}), "reset"},
      {post_fields({{"content-length", "1"}, {"content-length", "2"}}), "reset"},
      {post_fields({{":path", "/late"}}), "reset"},
      {post_fields({{"x", std::string("a\0b", 3)}}), "reset"},
      {post_fields({{"x", "a\r\nb: c"}}), "reset"},
      {post_fields({{"", ""}}), "reset"},
      {with(2, "no-slash"), "reset"},
      {with(2, "/caf\xc3\xa9"), "400"},
      {with(2, ""), "reset"},
      {{{":method", "CONNECT"}, {":authority", "h:1"}}, "501"},
  };
  for (const auto& [fields, expected] : cases) {
    const std::uint32_t stream = peer.open(fields, true);
    run(peer);
    const StreamAnswer& answer = peer.answer(stream);
    EXPECT_EQ(answer.reset ? "reset" : answer.status(), expected) << fields.back().first;
  }
  EXPECT_FALSE(peer.goaway);
  EXPECT_EQ(exchange_post(peer, "b"), "200 POST /? b");
}

TEST_F(Http2ServerTest, ABodyThatIsNotAsLongAsItsContentLengthIsReset) {
  start();
  Http2Peer& peer = connect_http2();
  for (const std::string_view length : {"2", "5"}) {
    const std::uint32_t stream = peer.send_post("abc", {{"content-length", std::string(length)}});
    run(peer);
    EXPECT_TRUE(peer.answer(stream).reset) << length;
  }
  EXPECT_EQ(handler_.requests, 0U);
}

TEST_F(Http2ServerTest, ErrorsOfTheConnectionEndItWithGoaway) {
  const std::string data_on_idle = frame(FrameType::data, 1, 1, "x");
  const std::string bad_hpack = frame(FrameType::headers, 5, 1, "\xff\xff\xff\xff\xff\xff");
  const std::string ping_of_seven = frame(FrameType::ping, 0, 0, "1234567");
  const std::string too_long = frame(FrameType::ping, 0, 0, std::string(16'385, 'x'));
  const std::string even_stream = frame(FrameType::headers, 5, 2, hpack(post_fields()));
  const std::string lone_continuation = frame(FrameType::continuation, 4, 1, "");
  for (const std::string& bytes :
       {data_on_idle, bad_hpack, ping_of_seven, too_long, even_stream, lone_continuation}) {
    start();
    Http2Peer& peer = connect_http2();
    peer.send(bytes);
    run(peer);
    EXPECT_TRUE(peer.goaway && *peer.goaway != 0);
    EXPECT_TRUE(peer.wire().is_ended());
    EXPECT_EQ(server_->counters().refused_malformed, 1U);
    TearDown();
  }
}

TEST_F(Http2ServerTest, AFrameOnAStreamThatHasEndedEndsTheConnection) {
  start();
  Http2Peer& peer = connect_http2();
  exchange_post(peer, "a");
  peer.send(frame(FrameType::data, 1, 1, "more"));
  run(peer);
  EXPECT_EQ(peer.goaway, 5U);  // STREAM_CLOSED
}

TEST_F(Http2ServerTest, ServesHttp11AndHttp2OnOnePort) {
  network_options_.read_bytes_max = 7;
  start();
  Http2Peer& peer = connect_http2();
  EXPECT_EQ(exchange(connect(), post("one")), ok("POST /? one"));
  EXPECT_EQ(exchange_post(peer, "two"), "200 POST /? two");
}

TEST_F(Http2ServerTest, SurvivesBrokenConnections) {
  start();
  handler_.keeps = true;
  connect_http2().send_post("a");
  connect_http2().open(post_fields());
  scheduler_.run_until_idle();
  network().break_connections();
  scheduler_.run_until_idle();
  handler_.take().reply({.headers = {}, .body = "x"});
  scheduler_.run_until_idle();
  EXPECT_EQ(server_->connections(), 0U);
}

}  // namespace
}  // namespace weir::http
