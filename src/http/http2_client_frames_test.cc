// The client's HTTP/2 against a server that is the test: it sees frames and answers with frames.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "env/memory_network.h"
#include "env/network.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"
#include "http/client.h"
#include "http/http2/frame_fixture.h"
#include "http/http2/frame_scanner.h"
#include "http/server_fixture.h"

namespace weir::http {
namespace {

using testing::HasSubstr;
using Answer = std::optional<Result<ClientResponse>>;

class Http2ClientFramesTest : public testing::Test {
 protected:
  void start(ClientLimits limits = {}) {
    limits.protocol = ClientProtocol::http2;
    listener_ = std::move(*network_.listen(loop_, "127.0.0.1", 4567, [this](auto stream) {
      servers_.push_back(std::make_unique<Wire>(std::move(stream)));
    }));
    client_ = make_client(loop_, network_, *parse_origin("http://server:4567"), limits);
  }

  std::shared_ptr<Answer> send() {
    auto answer = std::make_shared<Answer>();
    client_->send({.method = "GET", .headers = {}, .body = {}},
                  [answer](Result<ClientResponse> response) { *answer = std::move(response); });
    scheduler_.run_until_idle();
    return answer;
  }

  void reply(std::size_t server, std::string_view bytes) {
    servers_.at(server)->send(bytes);
    scheduler_.run_until_idle();
  }

  static std::string goaway(std::uint32_t last, std::uint32_t code = 0) {
    return frame(FrameType::goaway, 0, 0, big_endian(last, 4) + big_endian(code, 4));
  }

  static std::string answer_frames(std::uint32_t stream) {
    return frame(FrameType::headers, 5, stream, hpack({{":status", "204"}}));
  }

  static std::string text(const std::shared_ptr<Answer>& answer) {
    if (!answer->has_value()) return "(none)";
    if (!**answer) return (**answer).error().message;
    return std::to_string((**answer)->status);
  }

  const std::string settings_ = frame(FrameType::settings, 0, 0);
  env::SimClock clock_;
  env::SeededRandom random_{1};
  env::SimScheduler scheduler_{clock_, random_};
  env::SimLoop loop_{scheduler_, 0};
  env::MemoryNetwork network_;
  std::vector<std::unique_ptr<Wire>> servers_;
  std::unique_ptr<env::Listener> listener_;
  std::unique_ptr<Client> client_;
};

TEST_F(Http2ClientFramesTest, BeginsWithThePrefaceAndTakesAnAnswer) {
  start();
  const auto answer = send();
  ASSERT_EQ(servers_.size(), 1U);
  EXPECT_THAT(servers_[0]->received(), testing::StartsWith(http2_preface));
  reply(0, settings_ + answer_frames(1));
  EXPECT_EQ(text(answer), "204");
}

TEST_F(Http2ClientFramesTest, WhatTheServerDidNotLookAtIsSentElsewhere) {
  start();
  const auto first = send();
  const auto second = send();
  reply(0, settings_ + goaway(1));
  ASSERT_EQ(servers_.size(), 2U);
  reply(0, answer_frames(1));
  EXPECT_EQ(text(first), "204");
  reply(1, settings_ + answer_frames(1));
  EXPECT_EQ(text(second), "204");
}

TEST_F(Http2ClientFramesTest, AStreamThatIsRefusedIsSentAgainButNotForEver) {
  start();
  const auto answer = send();
  reply(0, settings_ + rst_stream(1, 7));
  EXPECT_EQ(text(answer), "(none)");
  reply(0, rst_stream(3, 7));
  EXPECT_EQ(text(answer), "(none)");
  reply(0, rst_stream(5, 7));
  EXPECT_THAT(text(answer), HasSubstr("takes no requests"));
}

TEST_F(Http2ClientFramesTest, AStreamThatIsResetFails) {
  start();
  const auto answer = send();
  reply(0, settings_ + rst_stream(1, 2));
  EXPECT_THAT(text(answer), HasSubstr("error 2"));
}

TEST_F(Http2ClientFramesTest, AnInterimHeadIsPassedOver) {
  start();
  const auto answer = send();
  reply(0, settings_ + frame(FrameType::headers, 4, 1, hpack({{":status", "103"}, {"a", "b"}})) +
               answer_frames(1));
  EXPECT_EQ(text(answer), "204");
}

TEST_F(Http2ClientFramesTest, AServerThatSpeaksSomethingElseFails) {
  for (const std::string& bytes :
       {std::string("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        settings_ + frame(FrameType::data, 1, 1, "no head"),
        settings_ + frame(FrameType::settings, FrameHead::ack, 0) +
            frame(FrameType::push_promise, 4, 1, big_endian(2, 4) + hpack(post_fields()))}) {
    servers_.clear();
    start();
    const auto answer = send();
    reply(0, bytes);
    ASSERT_TRUE(answer->has_value());
    EXPECT_FALSE((*answer)->has_value()) << bytes;
  }
}

TEST_F(Http2ClientFramesTest, AStatusThatIsNoneFails) {
  start();
  const auto answer = send();
  std::optional<Result<StreamedResponse>> opened;
  client_->open({.headers = {}, .body = {}},
                [&](Result<StreamedResponse> response) { opened = std::move(response); });
  scheduler_.run_until_idle();
  const std::string head = hpack({{":status", "099"}});
  reply(0, settings_ + frame(FrameType::headers, 5, 1, head));
  reply(0, frame(FrameType::headers, 5, 3, head));
  EXPECT_THAT(text(answer), HasSubstr("no valid status"));
  ASSERT_TRUE(opened);
  EXPECT_FALSE(*opened);
}

TEST_F(Http2ClientFramesTest, WhoeverHearsOfAFailureMayDestroyTheClient) {
  for (const std::uint32_t code : {2U, 7U}) {
    servers_.clear();
    start();
    int failures = 0;
    for (int i = 0; i < 2; ++i) {
      client_->send({.headers = {}, .body = {}}, [&](const Result<ClientResponse>& response) {
        EXPECT_FALSE(response.has_value());
        ++failures;
        client_.reset();
      });
    }
    scheduler_.run_until_idle();
    reply(0, settings_);
    // One that is refused is sent again, as the next stream.
    for (std::uint32_t stream = 1; client_ && stream < 20; stream += 2) {
      reply(0, rst_stream(stream, code));
    }
    EXPECT_EQ(failures, 1) << code;
  }
}

// CVE-2016-6581: each byte of the block stands for 4,000 of the head.
TEST_F(Http2ClientFramesTest, AHeadThatUnfoldsToMegabytesFailsItsRequestAlone) {
  start();
  const auto bomb = send();
  const auto other = send();
  const std::string block = hpack({{":status", "200"}}) +
                            hpack_field("a", std::string(4000, 'x'), 0x40) +
                            std::string(1000, '\xbe');
  reply(0, settings_ + frame(FrameType::headers, 4, 1, block));
  EXPECT_THAT(text(bomb), HasSubstr("the head of the answer is too large"));
  EXPECT_THAT(servers_[0]->received(), HasSubstr(rst_stream(1)));
  reply(0, answer_frames(3));
  EXPECT_EQ(text(other), "204");
}

TEST_F(Http2ClientFramesTest, AHeadMayBeAsLongAsOverHttp1) {
  start();
  const auto answer = send();
  const std::string block = hpack({{":status", "204"}, {"a", std::string(15'000, 'x')}});
  reply(0, settings_ + frame(FrameType::headers, 5, 1, block));
  EXPECT_EQ(text(answer), "204");
  const auto fields = send();
  Fields many{{":status", "204"}};
  for (int i = 0; i < 201; ++i) many.emplace_back("a", "b");
  reply(0, frame(FrameType::headers, 5, 3, hpack(many)));
  EXPECT_THAT(text(fields), HasSubstr("too many"));
}

TEST_F(Http2ClientFramesTest, WhatNoServerTakesWaitsNoLongerThanAnAnswer) {
  start({.connections_max = 1, .response_timeout = seconds(10)});
  const auto first = send();
  const std::string none = frame(FrameType::settings, 0, 0, setting(3, 0));
  reply(0, none + answer_frames(1));
  EXPECT_EQ(text(first), "204");
  const auto second = send();
  scheduler_.run_for(seconds(9));
  EXPECT_EQ(text(second), "(none)");
  scheduler_.run_for(seconds(3));
  EXPECT_THAT(text(second), HasSubstr("no connection was free"));
}

// Not even a PING is answered: the next request goes elsewhere. One that is answered shows that the
// server is only slow.
TEST_F(Http2ClientFramesTest, AConnectionThatHasGoneDeadIsGivenUp) {
  start({.response_timeout = seconds(10)});
  const std::string ping = frame(FrameType::ping, 0, 0, std::string(8, '\0'));
  const std::string pong = frame(FrameType::ping, FrameHead::ack, 0, std::string(8, '\0'));
  const auto first = send();
  reply(0, settings_);
  scheduler_.run_for(seconds(12));
  EXPECT_THAT(text(first), HasSubstr("took too long"));
  EXPECT_THAT(servers_[0]->received(), HasSubstr(ping));
  reply(0, pong);
  scheduler_.run_for(seconds(20));
  EXPECT_FALSE(servers_[0]->is_ended());
  servers_[0]->take();
  const auto second = send();
  scheduler_.run_for(seconds(12));
  EXPECT_THAT(text(second), HasSubstr("took too long"));
  EXPECT_THAT(servers_[0]->received(), HasSubstr(ping));
  scheduler_.run_for(seconds(12));
  EXPECT_TRUE(servers_[0]->is_ended());
  const auto third = send();
  ASSERT_EQ(servers_.size(), 2U);
  reply(1, settings_ + answer_frames(1));
  EXPECT_EQ(text(third), "204");
}

// The server leaves the end to the client, whose last stream it is that ends.
TEST_F(Http2ClientFramesTest, AConnectionThatTheServerLeavesIsClosedWithItsLastStream) {
  start();
  std::optional<Result<StreamedResponse>> opened;
  client_->open({.headers = {}, .body = {}},
                [&](Result<StreamedResponse> response) { opened = std::move(response); });
  scheduler_.run_until_idle();
  reply(0, settings_ + frame(FrameType::headers, 4, 1, hpack({{":status", "200"}})) + goaway(1));
  ASSERT_TRUE(opened && *opened);
  EXPECT_FALSE(servers_[0]->is_ended());
  (**opened).body.reset();
  scheduler_.run_until_idle();
  EXPECT_TRUE(servers_[0]->is_ended());
}

// The client gives back what a stream may send when its reader has had it, that of the connection
// at once: a reader that does not ask holds up nobody else.
TEST_F(Http2ClientFramesTest, AStreamThatNobodyReadsHoldsUpNoOther) {
  start({.stream_window_bytes = 1 << 20});
  std::optional<Result<StreamedResponse>> opened;
  client_->open({.headers = {}, .body = {}},
                [&](Result<StreamedResponse> response) { opened = std::move(response); });
  const auto other = send();
  reply(0, settings_ + frame(FrameType::headers, 4, 1, hpack({{":status", "200"}})));
  ASSERT_TRUE(opened && *opened);
  servers_[0]->take();
  for (int i = 0; i < 60; ++i) reply(0, frame(FrameType::data, 0, 1, std::string(16'000, 'x')));
  FrameReader reader;
  std::vector<std::int32_t> widened;
  for (const ReceivedFrame& got : reader.add(servers_[0]->take())) {
    if (got.head.type == FrameType::window_update) widened.push_back(got.head.stream);
  }
  EXPECT_THAT(widened, testing::Each(0));
  reply(0, answer_frames(3));
  EXPECT_EQ(text(other), "204");
}

// Nor may it send more than its window.
TEST_F(Http2ClientFramesTest, MoreThanTheWindowIsAnError) {
  start({.stream_window_bytes = 100'000});
  std::optional<Result<StreamedResponse>> opened;
  client_->open({.headers = {}, .body = {}},
                [&](Result<StreamedResponse> response) { opened = std::move(response); });
  scheduler_.run_until_idle();
  reply(0, settings_ + frame(FrameType::settings, FrameHead::ack, 0) +
               frame(FrameType::headers, 4, 1, hpack({{":status", "200"}})));
  for (int i = 0; i < 7; ++i) reply(0, frame(FrameType::data, 0, 1, std::string(16'000, 'x')));
  EXPECT_THAT(servers_[0]->received(), HasSubstr(rst_stream(1, 3)));
}

}  // namespace
}  // namespace weir::http
