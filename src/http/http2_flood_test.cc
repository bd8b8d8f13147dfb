// Attacks that HTTP/2 makes cheap for a client, by the numbers under which they are known. Each
// must cost bounded work and memory, and end with the connection.
#include <gmock/gmock.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/time.h"
#include "http/http2/flood_guard.h"
#include "http/http2_server_fixture.h"
#include "http/message.h"

namespace weir::http {
namespace {

constexpr std::uint32_t enhance_your_calm = 11;

class Http2FloodTest : public Http2ServerFixture {
 protected:
  // Sends `bytes` again and again, until the server ends the connection or has taken `count` of
  // them. How often it did.
  std::size_t flood(Http2Peer& peer, const std::string& bytes, std::size_t count) {
    std::size_t sent = 0;
    for (; sent < count && !peer.wire().is_ended(); ++sent) {
      peer.send(bytes);
      run(peer);
    }
    return sent;
  }

  void expect_cut_off(const Http2Peer& peer) {
    EXPECT_EQ(peer.goaway, enhance_your_calm);
    EXPECT_TRUE(const_cast<Http2Peer&>(peer).wire().is_ended());
    EXPECT_EQ(server_->counters().closed_flooding, 1U);
  }

  static constexpr std::size_t many = 10 * FloodGuard::allowance_max;
};

TEST_F(Http2FloodTest, Cve2023_44487_RapidResetsEndTheConnectionAndWaitForTheHandler) {
  start({.streams_max = 100});
  handler_.keeps = true;
  Http2Peer& peer = connect_http2();
  std::size_t sent = 0;
  for (; sent < many && !peer.wire().is_ended(); ++sent) {
    peer.send(rst_stream(peer.send_post("a")));
    run(peer);
    ASSERT_LE(handler_.kept.size(), 100U) << "Streams are gone, their requests are not.";
    // The backend is slower than the client.
    if (sent % 2 == 1 && !handler_.kept.empty()) handler_.take().reply({});
  }
  for (auto& kept : handler_.kept) kept.reply({});
  handler_.kept.clear();
  handler_.keeps = false;
  run(peer);
  expect_cut_off(peer);
  EXPECT_LT(handler_.requests, FloodGuard::allowance_max);
}

TEST_F(Http2FloodTest, Cve2023_44487_RapidResetsInOneReadAreBoundedToo) {
  start();
  handler_.keeps = true;
  Http2Peer& peer = connect_http2();
  std::string attack;
  for (std::uint32_t stream = 1; stream < 60'000; stream += 2) {
    attack += frame(FrameType::headers, 5, stream, hpack(post_fields())) + rst_stream(stream);
  }
  peer.send(attack);
  for (int i = 0; i < 100 && !peer.wire().is_ended(); ++i) {
    run(peer);
    for (auto& kept : handler_.kept) kept.reply({});
    handler_.kept.clear();
  }
  expect_cut_off(peer);
  EXPECT_LT(handler_.requests, FloodGuard::allowance_max);
}

TEST_F(Http2FloodTest, Cve2019_9514_StreamsThatTheServerMustResetEndTheConnection) {
  start();
  Http2Peer& peer = connect_http2();
  std::size_t sent = 0;
  for (; sent < many && !peer.wire().is_ended(); ++sent) {
    peer.open(post_fields({{"connection", "close"}}), true);
    run(peer);
  }
  expect_cut_off(peer);
  EXPECT_LE(sent, FloodGuard::allowance_max);
}

TEST_F(Http2FloodTest, Cve2024_27316_ContinuationsWithoutEndEndTheConnection) {
  start();
  Http2Peer& peer = connect_http2();
  peer.send(frame(FrameType::headers, 1, 1, hpack(post_fields())));
  const std::string more = frame(FrameType::continuation, 0, 1, hpack_field("x", "y"));
  EXPECT_LT(flood(peer, more, many), 20U);
  EXPECT_TRUE(peer.wire().is_ended());
  EXPECT_EQ(handler_.requests, 0U);
}

TEST_F(Http2FloodTest, Cve2024_27316_EmptyContinuationsEndTheConnection) {
  start();
  Http2Peer& peer = connect_http2();
  peer.send(frame(FrameType::headers, 1, 1, hpack(post_fields())));
  EXPECT_LT(flood(peer, frame(FrameType::continuation, 0, 1), many), 20U);
  EXPECT_TRUE(peer.wire().is_ended());
}

TEST_F(Http2FloodTest, Cve2019_9512_PingsEndTheConnection) {
  start();
  Http2Peer& peer = connect_http2();
  EXPECT_LE(flood(peer, frame(FrameType::ping, 0, 0, "12345678"), many),
            FloodGuard::allowance_max + 1);
  expect_cut_off(peer);
}

TEST_F(Http2FloodTest, Cve2019_9512_PingsWhoseAnswersNobodyReadsQueueUpNowhere) {
  start();
  Http2Peer& peer = connect_http2();
  peer.wire().pause();
  std::string pings;
  for (std::size_t i = 0; i < 100'000; ++i) pings += frame(FrameType::ping, 0, 0, "12345678");
  peer.send(pings);
  scheduler_.run_until_idle();
  // The guard is met before the answers fill the pipe.
  EXPECT_LT(server_->counters().bytes_in, 150'000U);
  EXPECT_EQ(server_->counters().closed_flooding, 1U);
}

TEST_F(Http2FloodTest, Cve2019_9515_SettingsEndTheConnection) {
  start();
  Http2Peer& peer = connect_http2();
  EXPECT_LE(flood(peer, frame(FrameType::settings, 0, 0, setting(4, 70'000)), many),
            FloodGuard::allowance_max + 1);
  expect_cut_off(peer);
}

TEST_F(Http2FloodTest, Cve2019_9518_EmptyDataEndsTheConnection) {
  start();
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.open(post_fields());
  EXPECT_LE(flood(peer, frame(FrameType::data, 0, stream), many), FloodGuard::allowance_max + 1);
  expect_cut_off(peer);
}

TEST_F(Http2FloodTest, Cve2019_9518_DataThatIsAllPaddingIsBounded) {
  start();
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.open(post_fields());
  constexpr std::uint8_t padded = 8;
  const std::string padding = std::string(1, static_cast<char>(40)) + std::string(40, '\0');
  EXPECT_LE(flood(peer, frame(FrameType::data, padded, stream, padding), many),
            FloodGuard::allowance_max + 1);
  expect_cut_off(peer);
}

TEST_F(Http2FloodTest, Cve2019_9516_FieldsWithoutNamesAreRefused) {
  start();
  Http2Peer& peer = connect_http2();
  std::string block = hpack(post_fields());
  for (int i = 0; i < 300; ++i) block += hpack_field("", "");
  std::size_t sent = 0;
  for (std::uint32_t stream = 1; sent < many && !peer.wire().is_ended(); stream += 2, ++sent) {
    peer.send(frame(FrameType::headers, 5, stream, block));
    run(peer);
    EXPECT_EQ(handler_.requests, 0U);
  }
  expect_cut_off(peer);
  EXPECT_LE(sent, FloodGuard::allowance_max);
}

TEST_F(Http2FloodTest, Cve2016_6581_AHeadThatUnfoldsToMegabytesEndsTheConnection) {
  start({.head_bytes_max = 64u << 10});
  Http2Peer& peer = connect_http2();
  // An entry of 4,000 bytes in the table, and a reference to it, which takes one byte.
  const std::string entry = hpack_field("x", std::string(3900, 'x'), 0x40);
  const std::string bomb = hpack(post_fields()) + entry + std::string(10'000, '\xbe');
  peer.send(frame(FrameType::headers, 5, 1, bomb));
  run(peer);
  expect_cut_off(peer);
  EXPECT_EQ(handler_.requests, 0U);
}

TEST_F(Http2FloodTest, Cve2016_6581_ATableThatIsAskedToGrowStaysAsItIs) {
  start();
  Http2Peer& peer = connect_http2();
  // A size update (001) beyond what the server allows.
  peer.send(frame(FrameType::headers, 5, 1, hpack_integer(0x20, 5, 1 << 30)));
  run(peer);
  EXPECT_EQ(peer.goaway, 9U);  // COMPRESSION_ERROR
}

TEST_F(Http2FloodTest, Cve2019_9511_AnAnswerDrawnByteByByteEndsTheConnection) {
  start();
  handler_.answer_to = [](const Request&) {
    return Response{.headers = {}, .body = std::string(1 << 20, 'x')};
  };
  Http2Peer& peer = connect_http2(setting(4, 0));
  const std::uint32_t stream = peer.send_post("");
  const std::size_t sent = flood(peer, window_update(stream, 1), many);
  expect_cut_off(peer);
  EXPECT_LE(sent, FloodGuard::allowance_max + 10);
  EXPECT_LE(peer.answer(stream).data_frames, sent);
}

TEST_F(Http2FloodTest, Cve2019_9511_AnAnswerThatIsReadAtAnySpeedIsNoFlood) {
  start();
  handler_.answer_to = [](const Request&) {
    return Response{.headers = {}, .body = std::string(20 << 20, 'x')};
  };
  Http2Peer& peer = connect_http2();
  const std::uint32_t stream = peer.send_post("");
  run(peer);
  // As a client does that opens both windows with every two KiB it has read.
  while (!peer.answer(stream).is_ended && !peer.goaway) {
    peer.send(window_update(0, 2048) + window_update(stream, 2048));
    run(peer);
  }
  EXPECT_EQ(peer.answer(stream).body.size(), 20U << 20);
}

TEST_F(Http2FloodTest, Cve2019_9517_AnswersThatTcpDoesNotTakeAreNotMade) {
  start();
  handler_.answer_to = [](const Request&) {
    return Response{.headers = {}, .body = std::string(100'000, 'x')};
  };
  Http2Peer& peer = connect_http2(setting(4, 0x7fffffff));
  peer.send(window_update(0, 0x7fff0000));
  run(peer);
  peer.wire().pause();
  for (int i = 0; i < 200; ++i) {
    peer.send_post(std::string(1000, 'x'));
    scheduler_.run_until_idle();
  }
  EXPECT_LE(handler_.requests, 10U);
  scheduler_.run_for(seconds(33));
  EXPECT_EQ(server_->connections(), 0U);
  EXPECT_EQ(server_->counters().closed_slow_reader, 1U);
}

TEST_F(Http2FloodTest, Cve2019_9513_PrioritiesEndTheConnection) {
  start();
  Http2Peer& peer = connect_http2();
  std::size_t sent = 0;
  for (; sent < many && !peer.wire().is_ended(); ++sent) {
    const auto stream = static_cast<std::uint32_t>(2 * sent + 1);
    peer.send(frame(FrameType::priority, 0, stream,
                    big_endian(stream > 1 ? stream - 2 : 0, 4) + static_cast<char>(sent)));
    run(peer);
  }
  expect_cut_off(peer);
  EXPECT_LE(sent, FloodGuard::allowance_max + 1);
}

TEST_F(Http2FloodTest, FramesOfUnknownTypesEndTheConnection) {
  start();
  Http2Peer& peer = connect_http2();
  EXPECT_LE(flood(peer, frame(static_cast<FrameType>(0x77), 0, 0, "x"), many),
            FloodGuard::allowance_max + 1);
  expect_cut_off(peer);
}

TEST_F(Http2FloodTest, AClientThatIsServedMayDoWhatItLikesBesides) {
  start();
  Http2Peer& peer = connect_http2();
  for (std::size_t i = 0; i < 3 * FloodGuard::allowance_max && !peer.goaway; ++i) {
    peer.send(frame(FrameType::ping, 0, 0, "12345678") + window_update(0, 100));
    ASSERT_EQ(exchange_post(peer, "a"), "200 POST /? a");
  }
  EXPECT_FALSE(peer.goaway);
}

TEST_F(Http2FloodTest, AFewFramesASecondAreNoFlood) {
  start({.idle_timeout = seconds(100'000)});
  Http2Peer& peer = connect_http2();
  for (int i = 0; i < 100; ++i) {
    flood(peer, frame(FrameType::ping, 0, 0, "12345678"), FloodGuard::allowance_per_second);
    scheduler_.run_for(seconds(1));
  }
  EXPECT_FALSE(peer.goaway);
}

}  // namespace
}  // namespace weir::http
