#include "http/client.h"

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
#include "env/memory_network.h"
#include "env/network.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "http/server.h"
#include "http/server_fixture.h"

namespace weir::http {
namespace {

using testing::HasSubstr;
using Answer = std::optional<Result<ClientResponse>>;

// A client whose server is the test: it sees raw bytes and answers with raw bytes.
class ClientTest : public testing::Test {
 protected:
  void start(const ClientLimits& limits = {}, const env::MemoryNetworkOptions& options = {}) {
    network_.emplace(options);
    listener_ = std::move(*network_->listen(loop_, "127.0.0.1", 4567, [this](auto stream) {
      servers_.push_back(std::make_unique<Wire>(std::move(stream)));
    }));
    client_ = make_client(loop_, *network_, *parse_origin("http://server:4567"), limits);
  }

  // What the client answers will be found in the result.
  std::shared_ptr<Answer> send(ClientRequest request) {
    auto answer = std::make_shared<Answer>();
    is_inside_send_ = true;
    client_->send(std::move(request), [answer, this](Result<ClientResponse> response) {
      EXPECT_FALSE(answer->has_value()) << "Answered twice.";
      EXPECT_FALSE(is_inside_send_) << "Answered inside the call.";
      *answer = std::move(response);
    });
    is_inside_send_ = false;
    scheduler_.run_until_idle();
    return answer;
  }

  std::shared_ptr<Answer> get() { return send({.method = "GET", .headers = {}, .body = {}}); }

  void reply(std::size_t server, std::string_view bytes) {
    servers_.at(server)->send(bytes);
    scheduler_.run_until_idle();
  }

  static std::string body_of(const std::shared_ptr<Answer>& answer) {
    if (!answer->has_value()) return "(none)";
    if (!**answer) return "(" + (**answer).error().message + ")";
    return (**answer)->body;
  }

  static bool is_unavailable(const std::shared_ptr<Answer>& answer) {
    return answer->has_value() && !**answer && (**answer).error().code == ErrorCode::unavailable;
  }

  bool is_inside_send_ = false;
  env::SimClock clock_;
  env::SeededRandom random_{1};
  env::SimScheduler scheduler_{clock_, random_};
  env::SimLoop loop_{scheduler_, 0};
  std::optional<env::MemoryNetwork> network_;
  std::vector<std::unique_ptr<Wire>> servers_;
  std::unique_ptr<env::Listener> listener_;
  std::unique_ptr<Client> client_;
};

const std::string ok_1 = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1";
const std::string ok_2 = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2";

TEST_F(ClientTest, SendsRequestsAndReadsAnswers) {
  start();
  const auto answer = send({.target = "/p?q", .headers = {{"X-Amz-Target", "T"}}, .body = "abc"});
  EXPECT_EQ(
      servers_.at(0)->take(),
      "POST /p?q HTTP/1.1\r\nHost: server:4567\r\nX-Amz-Target: T\r\nContent-Length: 3\r\n\r\n"
      "abc");
  EXPECT_FALSE(answer->has_value());
  reply(0, "HTTP/1.1 400 Bad Request\r\nX-Y: Z\r\nContent-Length: 5\r\n\r\nerror");
  ASSERT_TRUE(answer->has_value() && answer->value());
  const ClientResponse& response = ***answer;
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.header("x-y"), "Z");
  EXPECT_EQ(response.header("x-z"), "");
  EXPECT_EQ(response.body, "error");
}

TEST_F(ClientTest, SaysHowLongAnEmptyBodyIsOnlyWhereThatIsUsual) {
  start();
  send({.headers = {}, .body = {}});
  EXPECT_EQ(servers_.at(0)->take(),
            "POST / HTTP/1.1\r\nHost: server:4567\r\nContent-Length: 0\r\n\r\n");
  get();
  EXPECT_EQ(servers_.at(1)->take(), "GET / HTTP/1.1\r\nHost: server:4567\r\n\r\n");
}

TEST_F(ClientTest, UsesAConnectionAgain) {
  start();
  for (int i = 0; i < 3; ++i) {
    const auto answer = get();
    reply(0, ok_1);
    EXPECT_EQ(body_of(answer), "1");
  }
  EXPECT_EQ(servers_.size(), 1U);
}

TEST_F(ClientTest, DoesNotReuseAConnectionThatTheServerWillClose) {
  start();
  get();
  reply(0, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(servers_.at(0)->is_ended());
  get();
  EXPECT_EQ(servers_.size(), 2U);
}

TEST_F(ClientTest, NoticesThatTheServerClosedAnIdleConnection) {
  start();
  get();
  reply(0, ok_1);
  servers_.at(0)->disconnect();
  scheduler_.run_until_idle();
  const auto answer = get();
  reply(1, ok_2);
  EXPECT_EQ(body_of(answer), "2");
}

TEST_F(ClientTest, ARequestOfWhichNothingWasSentGoesOnAFreshConnection) {
  start();
  get();
  reply(0, ok_1);
  // The client has not had the time to notice when it sends.
  servers_.at(0)->disconnect();
  const auto answer = get();
  ASSERT_EQ(servers_.size(), 2U);
  reply(1, ok_2);
  EXPECT_EQ(body_of(answer), "2");
}

TEST_F(ClientTest, ARequestThatWasSentIsNeverSentAgain) {
  start();
  get();
  reply(0, ok_1);
  const auto answer = get();
  servers_.at(0)->disconnect();
  scheduler_.run_until_idle();
  EXPECT_TRUE(is_unavailable(answer));
  EXPECT_EQ(servers_.size(), 1U);
}

TEST_F(ClientTest, RequestsOverTheLimitWaitForAConnection) {
  start({.connections_max = 2});
  std::vector<std::shared_ptr<Answer>> answers;
  answers.reserve(4);
  for (int i = 0; i < 4; ++i) answers.push_back(get());
  EXPECT_EQ(servers_.size(), 2U);
  reply(0, ok_1);
  reply(1, ok_2);
  reply(1, ok_2);
  reply(0, ok_1);
  EXPECT_EQ(servers_.size(), 2U);
  EXPECT_EQ(body_of(answers[0]), "1");
  EXPECT_EQ(body_of(answers[1]), "2");
  EXPECT_EQ(body_of(answers[2]), "1");
  EXPECT_EQ(body_of(answers[3]), "2");
}

TEST_F(ClientTest, ReadsChunkedAnswersAndThoseThatEndWithTheConnection) {
  start();
  auto answer = get();
  reply(0, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
  reply(0, "2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(body_of(answer), "abcde");
  answer = get();
  reply(0, "HTTP/1.1 200 OK\r\n\r\nabc");
  EXPECT_FALSE(answer->has_value());
  servers_.at(0)->disconnect();
  scheduler_.run_until_idle();
  EXPECT_EQ(body_of(answer), "abc");
}

TEST_F(ClientTest, LargeBodiesPassBothWays) {
  start();
  const std::string body(5 << 20, 'x');
  const auto answer = send({.headers = {}, .body = body});
  EXPECT_EQ(servers_.at(0)->take().size(),
            body.size() + std::string("POST / HTTP/1.1\r\nHost: server:4567\r\n").size() +
                std::string("Content-Length: 5242880\r\n\r\n").size());
  reply(0, fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.size(), body));
  EXPECT_EQ(body_of(answer), body);
  EXPECT_EQ(body_of(get()), "(none)");
  EXPECT_EQ(servers_.size(), 1U);
}

TEST_F(ClientTest, AnAnswerMayComeBeforeTheRequestIsSent) {
  start();
  servers_.reserve(1);
  auto answer = std::make_shared<Answer>();
  client_->send({.headers = {}, .body = std::string(1 << 20, 'x')},
                [answer](Result<ClientResponse> response) { *answer = std::move(response); });
  while (servers_.empty()) scheduler_.step();
  servers_[0]->pause();
  scheduler_.run_until_idle();
  reply(0, "HTTP/1.1 413 Too Large\r\nContent-Length: 1\r\n\r\n!");
  EXPECT_EQ(body_of(answer), "!");
  get();
  EXPECT_EQ(servers_.size(), 2U) << "The rest of the request would be taken for the next one.";
}

TEST_F(ClientTest, ABrokenAnswerIsUnavailable) {
  start();
  for (const std::string bytes : {"", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
                                  "220 smtp.example.com ESMTP\r\n\r\n"}) {
    const auto answer = get();
    reply(servers_.size() - 1, bytes);
    servers_.back()->disconnect();
    scheduler_.run_until_idle();
    EXPECT_TRUE(is_unavailable(answer)) << bytes;
  }
}

TEST_F(ClientTest, AnAnswerOverTheLimitIsUnavailable) {
  start({.response_bytes_max = 10});
  const auto answer = get();
  reply(0, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n");
  EXPECT_THAT(body_of(answer), HasSubstr("too large"));
}

TEST_F(ClientTest, AServerThatCannotBeReachedIsUnavailable) {
  start();
  listener_.reset();
  EXPECT_TRUE(is_unavailable(get()));
}

TEST_F(ClientTest, AnAnswerThatTakesTooLongIsUnavailable) {
  start({.response_timeout = seconds(60)});
  const auto answer = get();
  scheduler_.run_for(seconds(59));
  reply(0, "HTTP/1.1 200 OK\r\n");
  EXPECT_FALSE(answer->has_value());
  scheduler_.run_for(seconds(3));
  EXPECT_THAT(body_of(answer), HasSubstr("took too long"));
  EXPECT_TRUE(servers_.at(0)->is_ended());
}

TEST_F(ClientTest, AnIdleConnectionDoesNotTimeOut) {
  start({.response_timeout = seconds(60)});
  get();
  reply(0, ok_1);
  scheduler_.run_for(seconds(600));
  EXPECT_FALSE(servers_.at(0)->is_ended());
}

TEST_F(ClientTest, RefusesToSendWhatWouldBreakOutOfItsLine) {
  start();
  for (const ClientRequest& request :
       {ClientRequest{.target = "/ HTTP/1.1\r\nX: y", .headers = {}, .body = {}},
        ClientRequest{.method = "GET /", .headers = {}, .body = {}},
        ClientRequest{.headers = {{"A", "b\r\nC: d"}}, .body = {}},
        ClientRequest{.headers = {{"A: b\r\nC", "d"}}, .body = {}}}) {
    const auto answer = send(request);
    ASSERT_TRUE(answer->has_value());
    EXPECT_EQ((**answer).error().code, ErrorCode::invalid_argument);
  }
  EXPECT_TRUE(servers_.empty());
}

TEST_F(ClientTest, ADestroyedClientAnswersNobody) {
  start({.connections_max = 1});
  const auto first = get();
  const auto second = get();
  client_.reset();
  scheduler_.run_for(seconds(100));
  EXPECT_FALSE(first->has_value());
  EXPECT_FALSE(second->has_value());
  EXPECT_TRUE(servers_.at(0)->is_ended());
}

TEST_F(ClientTest, MayBeDestroyedByAnAnswer) {
  start();
  client_->send({.headers = {}, .body = {}},
                [this](const Result<ClientResponse>&) { client_.reset(); });
  scheduler_.run_until_idle();
  reply(0, ok_1);
  EXPECT_EQ(client_, nullptr);
  EXPECT_TRUE(servers_.at(0)->is_ended());
}

TEST_F(ClientTest, TalksWithOurServer) {
  start({}, {.read_bytes_max = 7});
  FakeHandler handler;
  const auto server = serve(loop_, *network_, clock_, handler, "127.0.0.1", 80, {});
  ASSERT_TRUE(server.has_value());
  client_ = make_client(loop_, *network_, *parse_origin("http://server"), {});
  EXPECT_EQ(body_of(send({.target = "/a?b", .headers = {}, .body = "c"})), "POST /a?b c");
  EXPECT_EQ(body_of(get()), "GET /? ");
  EXPECT_EQ(body_of(send({.method = "HEAD", .headers = {}, .body = {}})), "");
  EXPECT_EQ((*server)->counters().connections_accepted, 1U);
}

}  // namespace
}  // namespace weir::http
