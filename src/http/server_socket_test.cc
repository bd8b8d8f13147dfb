// The server on real sockets: what a network in memory cannot show.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "env/asio_loop.h"
#include "env/asio_network.h"
#include "env/network.h"
#include "env/real_clock.h"
#include "http/server.h"
#include "http/server_fixture.h"

namespace weir::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class ServerSocketTest : public testing::Test {
 protected:
  void start(const ServerLimits& limits = {}) {
    auto server = serve(loop_, network_, clock_, handler_, "127.0.0.1", 0, limits);
    ASSERT_TRUE(server.has_value()) << server.error().message;
    server_ = std::move(*server);
  }

  Wire& connect() {
    std::unique_ptr<env::ByteStream> stream;
    network_.connect(loop_, "127.0.0.1", server_->port(), [&](auto connected) {
      ASSERT_TRUE(connected.has_value()) << connected.error().message;
      stream = std::move(*connected);
    });
    run_until([&] { return stream != nullptr; });
    wires_.push_back(std::make_unique<Wire>(std::move(stream)));
    return *wires_.back();
  }

  // Runs the loop until `is_met`; asked after every batch of work.
  void run_until(std::function<bool()> is_met) {
    std::function<void()> ask = [&] {
      if (is_met()) return loop_.stop();
      loop_.post([&] { ask(); });
    };
    ask();
    loop_.run();
  }

  env::RealClock clock_;
  env::AsioLoop loop_{0};
  env::AsioNetwork network_;
  FakeHandler handler_;
  std::vector<std::unique_ptr<Wire>> wires_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerSocketTest, AnswersAThousandPipelinedRequestsInOrder) {
  start();
  Wire& wire = connect();
  for (int i = 0; i < 1000; ++i) wire.send(post(std::to_string(i)));
  run_until([&] { return wire.received().ends_with("POST /? 999"); });
  const std::string answers = wire.take();
  std::size_t at = 0;
  for (int i = 0; i < 1000; ++i) {
    at = answers.find("POST /? " + std::to_string(i), at);
    ASSERT_NE(at, std::string::npos) << i;
  }
}

TEST_F(ServerSocketTest, LargeBodiesPassBothWays) {
  start();
  Wire& wire = connect();
  const std::string body(20 << 20, 'x');
  wire.send(post(body));
  run_until([&] { return wire.received().size() > body.size(); });
  EXPECT_THAT(wire.received(), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(wire.received().ends_with("POST /? " + body));
  wire.take();
  wire.send(post("small"));
  run_until([&] { return wire.received().ends_with("small"); });
}

TEST_F(ServerSocketTest, ARefusedClientGetsItsAnswerAlthoughItKeepsSending) {
  start({.body_bytes_max = 1000});
  Wire& wire = connect();
  wire.send(post(std::string(30 << 20, 'x')));
  run_until([&] { return wire.is_ended() && wire.bytes_unsent() == 0; });
  EXPECT_THAT(wire.received(), StartsWith("HTTP/1.1 413 Content Too Large\r\n"));
  EXPECT_THAT(wire.received(), EndsWith("The body is too large.\n"));
}

TEST_F(ServerSocketTest, AClientThatGoesAwayBeforeTheAnswerHarmsNobody) {
  start();
  handler_.keeps = true;
  Wire& wire = connect();
  wire.send(post("a"));
  run_until([&] { return handler_.requests == 1; });
  wire.disconnect();
  auto [request, reply] = handler_.take();
  reply({.headers = {}, .body = std::string(30 << 20, 'x')});
  run_until([&] { return server_->connections() == 0; });
  handler_.keeps = false;
  Wire& next = connect();
  next.send(post("b"));
  run_until([&] { return next.received().ends_with("POST /? b"); });
}

TEST_F(ServerSocketTest, AHalfClosedClientGetsItsAnswer) {
  start();
  Wire& wire = connect();
  wire.send(post("a"));
  wire.finish_sending();
  run_until([&] { return wire.is_ended(); });
  EXPECT_THAT(wire.received(), EndsWith("POST /? a"));
}

TEST_F(ServerSocketTest, ManyConnectionsAreServedSideBySide) {
  start();
  constexpr std::size_t count = 100;
  for (std::size_t i = 0; i < count; ++i) connect().send(post(std::to_string(i)));
  for (std::size_t i = 0; i < count; ++i) {
    run_until([&] { return wires_[i]->received().ends_with(" " + std::to_string(i)); });
  }
  EXPECT_EQ(server_->connections(), count);
}

TEST_F(ServerSocketTest, DrainsAndFreesThePort) {
  start();
  handler_.keeps = true;
  Wire& wire = connect();
  wire.send(post("a"));
  run_until([&] { return handler_.requests == 1; });
  bool is_drained = false;
  const std::uint16_t port = server_->port();
  server_->drain(seconds(30), [&](const Result<void>&) { is_drained = true; });
  handler_.take().reply({.headers = {}, .body = "x"});
  run_until([&] { return is_drained && wire.is_ended(); });
  EXPECT_THAT(wire.received(), HasSubstr("\r\nConnection: close\r\n"));
  const auto again = serve(loop_, network_, clock_, handler_, "127.0.0.1", port, {});
  EXPECT_TRUE(again.has_value());
}

}  // namespace
}  // namespace weir::http
