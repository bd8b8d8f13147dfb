// The client's HTTP/2, and streamed answers over both versions, against the server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "http/client.h"
#include "http/http2/frame_fixture.h"
#include "http/server_fixture.h"
#include "http/source_fixture.h"

namespace weir::http {
namespace {

using testing::HasSubstr;
using Answer = std::optional<Result<ClientResponse>>;

// An answer that is read piece by piece.
struct Reading {
  std::optional<Result<StreamedResponse>> opened;
  std::string body;
  std::size_t pieces = 0;
  bool is_ended = false;
  std::string error;
  bool is_waiting = false;

  BodySource& source() { return *(**opened).body; }
};

class Http2ClientTest : public ServerFixture {
 protected:
  void start(const ClientLimits& limits = {}, const ServerLimits& server_limits = {}) {
    ServerFixture::start(server_limits);
    connect_client(limits);
  }

  void connect_client(ClientLimits limits) {
    if (limits.protocol == ClientProtocol::http1) limits.protocol = ClientProtocol::http2;
    const std::string url = "http://server:" + std::to_string(server_->port());
    client_ = make_client(loop_, network(), *parse_origin(url), limits);
  }

  std::shared_ptr<Answer> begin(std::string body, const std::string& method = "POST") {
    auto answer = std::make_shared<Answer>();
    client_->send({.method = method, .headers = {}, .body = std::move(body)},
                  [answer](Result<ClientResponse> response) {
                    EXPECT_FALSE(answer->has_value()) << "Answered twice.";
                    *answer = std::move(response);
                  });
    return answer;
  }

  std::shared_ptr<Answer> send(std::string body) {
    auto answer = begin(std::move(body));
    scheduler_.run_until_idle();
    return answer;
  }

  std::shared_ptr<Reading> open() {
    auto reading = std::make_shared<Reading>();
    client_->open({.headers = {}, .body = "a"}, [reading](Result<StreamedResponse> response) {
      reading->opened = std::move(response);
    });
    scheduler_.run_until_idle();
    return reading;
  }

  // Asks for one piece.
  static void ask(const std::shared_ptr<Reading>& reading) {
    reading->is_waiting = true;
    reading->source().next([reading](Result<BodyPiece> piece) {
      reading->is_waiting = false;
      if (!piece) {
        reading->error = piece.error().message;
        return;
      }
      ++reading->pieces;
      reading->body += piece->bytes;
      reading->is_ended = piece->is_last;
    });
    EXPECT_TRUE(reading->is_waiting) << "Answered inside the call.";
  }

  void ask_and_run(const std::shared_ptr<Reading>& reading) {
    ask(reading);
    scheduler_.run_until_idle();
  }

  static std::string text(const std::shared_ptr<Answer>& answer) {
    if (!answer->has_value()) return "(none)";
    if (!**answer) return "(" + (**answer).error().message + ")";
    return std::to_string((**answer)->status) + " " + (**answer)->body;
  }

  void TearDown() override {
    client_.reset();
    scheduler_.run_until_idle();
    ServerFixture::TearDown();
  }

  std::unique_ptr<Client> client_;
  SourceProbe source_;
};

TEST_F(Http2ClientTest, SendsManyRequestsOverOneConnection) {
  start();
  handler_.keeps = true;
  std::vector<std::shared_ptr<Answer>> answers;
  for (int i = 0; i < 50; ++i) answers.push_back(begin(std::to_string(i)));
  scheduler_.run_until_idle();
  EXPECT_EQ(handler_.kept.size(), 50U);
  EXPECT_EQ(server_->connections(), 1U);
  // In any order.
  while (!handler_.kept.empty()) {
    auto last = std::move(handler_.kept.back());
    handler_.kept.pop_back();
    last.reply(FakeHandler::echo(last.request));
  }
  scheduler_.run_until_idle();
  for (std::size_t i = 0; i < answers.size(); ++i) {
    EXPECT_EQ(text(answers[i]), "200 POST /? " + std::to_string(i));
  }
}

TEST_F(Http2ClientTest, SendsHeadersAndReadsThem) {
  start();
  Fields seen;
  handler_.answer_to = [&](const Request& request) {
    for (const Header& header : request.headers) seen.emplace_back(header.name, header.value);
    return Response{.status = 400, .headers = {{"X-Answer", "yes"}}, .body = "body"};
  };
  auto answer = std::make_shared<Answer>();
  client_->send({.target = "/p?q",
                 .headers = {{"X-Amz-Target", "T"}, {"Connection", "close"}, {"Host", "other"}},
                 .body = "b"},
                [answer](Result<ClientResponse> response) { *answer = std::move(response); });
  scheduler_.run_until_idle();
  ASSERT_EQ(text(answer), "400 body");
  EXPECT_EQ((**answer)->header("x-answer"), "yes");
  EXPECT_EQ((**answer)->header("content-length"), "4");
  EXPECT_THAT(seen, testing::ElementsAre(testing::Pair("host", HasSubstr("server:")),
                                         testing::Pair("x-amz-target", "T"),
                                         testing::Pair("content-length", "1")));
}

TEST_F(Http2ClientTest, LargeBodiesPassBothWays) {
  start();
  const std::string body(20 << 20, 'x');
  EXPECT_TRUE(text(send(body)) == "200 POST /? " + body);
  EXPECT_EQ(text(send("small")), "200 POST /? small");
  EXPECT_EQ(text(send("")), "200 POST /? ");
}

TEST_F(Http2ClientTest, AHeadRequestHasNoBodyInItsAnswer) {
  start();
  auto answer = begin("", "HEAD");
  scheduler_.run_until_idle();
  EXPECT_EQ(text(answer), "200 ");
}

TEST_F(Http2ClientTest, AnAnswerThatComesBeforeTheRequestIsSentIsTaken) {
  start({}, {.body_bytes_max = 1000});
  EXPECT_EQ(text(send(std::string(5 << 20, 'x'))), "413 The body is too large.\n");
  EXPECT_EQ(text(send("next")), "200 POST /? next");
  EXPECT_EQ(server_->connections(), 1U);
}

TEST_F(Http2ClientTest, SpreadsOverFurtherConnectionsWhenThoseThereAreHaveAllTheyMay) {
  start({.connections_max = 2, .streams_max = 3});
  handler_.keeps = true;
  std::vector<std::shared_ptr<Answer>> answers;
  for (int i = 0; i < 8; ++i) answers.push_back(begin("a"));
  scheduler_.run_until_idle();
  EXPECT_EQ(server_->connections(), 2U);
  EXPECT_EQ(handler_.kept.size(), 6U) << "Two wait.";
  handler_.keeps = false;
  for (auto& kept : handler_.kept) kept.reply({.headers = {}, .body = "x"});
  scheduler_.run_until_idle();
  for (const auto& answer : answers) EXPECT_EQ(text(answer).substr(0, 3), "200");
  EXPECT_EQ(server_->connections(), 2U);
}

TEST_F(Http2ClientTest, HoldsToTheServersLimit) {
  start({}, {.streams_max = 3});
  EXPECT_EQ(text(send("a")), "200 POST /? a");
  handler_.keeps = true;
  for (int i = 0; i < 5; ++i) begin("b");
  scheduler_.run_until_idle();
  EXPECT_GE(server_->connections(), 2U);
  EXPECT_EQ(server_->counters().refused_malformed, 0U);
}

TEST_F(Http2ClientTest, AServerThatDrainsLosesNoRequest) {
  start();
  EXPECT_EQ(text(send("a")), "200 POST /? a");
  handler_.keeps = true;
  auto slow = send("slow");
  std::unique_ptr<Server> old = std::move(server_);
  const std::uint16_t port = old->port();
  old->drain(seconds(30), [](const Result<void>&) {});
  // Another takes its place, as at a restart.
  auto next = serve(loop_, network(), clock_, handler_, "127.0.0.1", port, {});
  ASSERT_TRUE(next.has_value());
  server_ = std::move(*next);
  scheduler_.run_until_idle();
  handler_.take().reply({.headers = {}, .body = "slow"});
  handler_.keeps = false;
  EXPECT_EQ(text(send("b")), "200 POST /? b");
  EXPECT_EQ(text(slow), "200 slow");
  EXPECT_EQ(old->connections(), 0U);
  EXPECT_EQ(server_->connections(), 1U);
}

TEST_F(Http2ClientTest, RequestsUnderWayFailWhenTheConnectionBreaksAndTheNextConnectsAnew) {
  start();
  handler_.keeps = true;
  auto first = begin("1");
  auto second = begin("2");
  scheduler_.run_until_idle();
  network().break_connections();
  scheduler_.run_until_idle();
  for (const auto& answer : {first, second}) {
    ASSERT_TRUE(answer->has_value() && !**answer);
    EXPECT_EQ((**answer).error().code, ErrorCode::unavailable);
  }
  handler_.keeps = false;
  EXPECT_EQ(text(send("b")), "200 POST /? b");
}

TEST_F(Http2ClientTest, NobodyThereFailsAllThatWait) {
  start();
  server_.reset();
  auto first = begin("1");
  auto second = begin("2");
  scheduler_.run_until_idle();
  for (const auto& answer : {first, second}) {
    ASSERT_TRUE(answer->has_value() && !**answer);
    EXPECT_EQ((**answer).error().code, ErrorCode::unavailable);
  }
}

TEST_F(Http2ClientTest, ARequestThatTakesTooLongFailsAlone) {
  start({.response_timeout = seconds(60)});
  handler_.keeps = true;
  auto slow = send("slow");
  scheduler_.run_for(seconds(30));
  auto late = send("late");
  scheduler_.run_for(seconds(32));
  EXPECT_THAT(text(slow), HasSubstr("took too long"));
  EXPECT_EQ(text(late), "(none)");
  handler_.kept[1].reply({.headers = {}, .body = "x"});
  scheduler_.run_until_idle();
  EXPECT_EQ(text(late), "200 x");
  EXPECT_EQ(server_->connections(), 1U);
}

TEST_F(Http2ClientTest, AnAnswerOverTheLimitFails) {
  start({.response_bytes_max = 100'000});
  handler_.answer_to = [](const Request& request) {
    return Response{.headers = {}, .body = std::string(request.body.size() * 1000, 'x')};
  };
  EXPECT_THAT(text(send(std::string(101, 'x'))), HasSubstr("too large"));
  EXPECT_EQ(text(send(std::string(100, 'x'))).size(), 100'004U);
}

TEST_F(Http2ClientTest, WhoeverAnswersMayDestroyTheClient) {
  start();
  int answers = 0;
  for (int i = 0; i < 3; ++i) {
    client_->send({.headers = {}, .body = "a"}, [&](const Result<ClientResponse>&) {
      ++answers;
      client_.reset();
    });
  }
  scheduler_.run_until_idle();
  EXPECT_EQ(answers, 1);
  EXPECT_EQ(server_->connections(), 0U);
}

// Streamed answers, over HTTP/2 and HTTP/1.1 alike.
class StreamedAnswerTest : public Http2ClientTest, public testing::WithParamInterface<bool> {
 protected:
  void start(ClientLimits limits = {}) {
    ServerFixture::start();
    limits.protocol = GetParam() ? ClientProtocol::http2 : ClientProtocol::automatic;
    connect_client(limits);
    handler_.keeps = true;
  }

  std::shared_ptr<Reading> begin_stream() {
    auto reading = open();
    handler_.take().reply({.headers = {{"X-A", "b"}}, .body = "", .source = source_.make()});
    scheduler_.run_until_idle();
    return reading;
  }

  void give(std::string bytes) {
    source_.give(std::move(bytes));
    scheduler_.run_until_idle();
  }
};

std::string version_name(const testing::TestParamInfo<bool>& version) {
  return version.param ? "version2" : "version1";
}

INSTANTIATE_TEST_SUITE_P(Http, StreamedAnswerTest, testing::Bool(), version_name);

TEST_P(StreamedAnswerTest, PiecesAreReadAsTheyCome) {
  start();
  const auto reading = begin_stream();
  ASSERT_TRUE(reading->opened && *reading->opened);
  EXPECT_EQ((**reading->opened).status, 200);
  EXPECT_EQ((**reading->opened).header("x-a"), "b");
  ask_and_run(reading);
  EXPECT_TRUE(reading->is_waiting);
  give("hello");
  EXPECT_EQ(reading->body, "hello");
  give(", you");
  EXPECT_EQ(reading->body, "hello") << "Nobody asked.";
  ask_and_run(reading);
  EXPECT_EQ(reading->body, "hello, you");
  source_.give_last(".");
  scheduler_.run_until_idle();
  while (!reading->is_ended) ask_and_run(reading);
  EXPECT_EQ(reading->body, "hello, you.");
  EXPECT_EQ(reading->error, "");
  handler_.keeps = false;
  EXPECT_EQ(text(send("b")), "200 POST /? b");
  EXPECT_EQ(server_->connections(), 1U);
}

TEST_P(StreamedAnswerTest, AWholeAnswerMayBeReadPieceByPiece) {
  start();
  const auto reading = open();
  const std::string body(3 << 20, 'x');
  handler_.take().reply({.headers = {}, .body = body});
  scheduler_.run_until_idle();
  while (!reading->is_ended && reading->error.empty()) ask_and_run(reading);
  EXPECT_TRUE(reading->body == body);
  EXPECT_GT(reading->pieces, 2U);
}

TEST_P(StreamedAnswerTest, AReaderThatDoesNotAskHoldsTheSourceBack) {
  start({.stream_window_bytes = 100'000});
  const auto reading = begin_stream();
  std::size_t given = 0;
  for (; source_.is_asked() && given < 1000; ++given) give(std::string(10'000, 'x'));
  // Its window or TCP's pipe, and what is in hand.
  EXPECT_LT(given, 30U);
  while (!source_.is_asked()) ask_and_run(reading);
  give("more");
  source_.give_last("");
  scheduler_.run_until_idle();
  while (!reading->is_ended) ask_and_run(reading);
  EXPECT_EQ(reading->body.size(), given * 10'000 + 4);
}

TEST_P(StreamedAnswerTest, AReaderThatGoesEndsTheSource) {
  start();
  const auto reading = begin_stream();
  give("hello");
  (**reading->opened).body.reset();
  scheduler_.run_until_idle();
  EXPECT_TRUE(source_.is_destroyed());
  handler_.keeps = false;
  EXPECT_EQ(text(send("b")), "200 POST /? b");
}

TEST_P(StreamedAnswerTest, AReaderMayGoWhenItHasAPiece) {
  start();
  const auto reading = begin_stream();
  reading->source().next([&](const Result<BodyPiece>&) { (**reading->opened).body.reset(); });
  give("hello");
  EXPECT_TRUE(source_.is_destroyed());
}

TEST_P(StreamedAnswerTest, ASourceThatFailsIsAnError) {
  start();
  const auto reading = begin_stream();
  give("hello");
  source_.fail();
  scheduler_.run_until_idle();
  ask_and_run(reading);
  EXPECT_EQ(reading->body, "hello");
  ask_and_run(reading);
  EXPECT_NE(reading->error, "");
  EXPECT_FALSE(reading->is_ended);
}

TEST_P(StreamedAnswerTest, WhatHasComeIsReadAfterTheConnectionBroke) {
  start();
  const auto reading = begin_stream();
  give("hello");
  network().break_connections();
  scheduler_.run_until_idle();
  ask_and_run(reading);
  if (GetParam()) {
    EXPECT_EQ(reading->body, "hello");
    ask_and_run(reading);
  }
  EXPECT_NE(reading->error, "");
}

TEST_P(StreamedAnswerTest, AStreamIsUnderNoTimeout) {
  start({.response_timeout = seconds(10)});
  const auto reading = begin_stream();
  ask_and_run(reading);
  scheduler_.run_for(seconds(1000));
  EXPECT_TRUE(reading->is_waiting);
  give("x");
  EXPECT_EQ(reading->body, "x");
}

TEST_P(StreamedAnswerTest, ButItsHeadIs) {
  start({.response_timeout = seconds(10)});
  const auto reading = open();
  scheduler_.run_for(seconds(12));
  ASSERT_TRUE(reading->opened);
  EXPECT_FALSE(*reading->opened);
}

TEST_P(StreamedAnswerTest, ADestroyedClientEndsIt) {
  start();
  const auto reading = begin_stream();
  ask_and_run(reading);
  client_.reset();
  scheduler_.run_until_idle();
  EXPECT_NE(reading->error, "");
  ask_and_run(reading);
  EXPECT_FALSE(reading->is_waiting);
  EXPECT_TRUE(source_.is_destroyed());
}

}  // namespace
}  // namespace weir::http
