#include "meter/wire/connection.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "env/memory_network.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"
#include "http/server.h"

namespace weir::meter {
namespace {

using namespace std::chrono_literals;

class Handler final : public http::Handler {
 public:
  void handle(http::Request request, http::Reply reply) override {
    bodies.emplace_back(request.body.data(), request.body.size());
    if (is_silent) return replies.push_back(std::move(reply));
    reply({.status = 200, .headers = {}, .body = "answer to " + bodies.back()});
  }
  bool is_silent = false;
  std::vector<std::string> bodies;
  std::vector<http::Reply> replies;
};

class Listener final : public ExchangeListener {
 public:
  void on_exchange(const Exchange& exchange) override {
    status = exchange.status;
    failure = exchange.failure;
    body.assign(exchange.body.data(), exchange.body.size());
    last = exchange;
    ++exchanges;
    if (then) std::exchange(then, nullptr)();
  }
  int exchanges = 0;
  std::optional<int> status;
  std::string failure;
  std::string body;
  Exchange last;
  std::function<void()> then;
};

class HttpConnection : public testing::TestWithParam<std::size_t> {
 protected:
  void SetUp() override {
    server_ = *http::serve(loop_, network_, clock_, handler_, "127.0.0.1", 4567, {});
    connection_ = make_http1_connection({.loop = loop_,
                                         .network = network_,
                                         .clock = clock_,
                                         .origin = endpoint_.origin,
                                         .limits = limits_,
                                         .tls = nullptr});
  }

  void send(const std::string& body) {
    body_ = body;
    connection_->send(head_, body_, listener_);
  }

  env::SeededRandom random_{1};
  env::SimClock clock_;
  env::SimScheduler scheduler_{clock_, random_};
  env::SimLoop loop_{scheduler_, 0};
  env::MemoryNetwork network_{{.pipe_bytes = 4'096, .read_bytes_max = GetParam()}};
  Handler handler_;
  std::unique_ptr<http::Server> server_;
  Endpoint endpoint_{
      .origin = {.tls = false, .host = "server", .port = 4567},
      .region = "us-east-1",
      .service = "kinesis",
      .credentials = [held = std::make_shared<const aws::Credentials>(
                          aws::Credentials{"AKID", "secret", ""})](WallTime) { return held; }};
  http::ClientLimits limits_;
  RequestHead head_{endpoint_, "PutRecord", "application/x-amz-json-1.1"};
  Listener listener_;
  std::string body_;
  std::unique_ptr<Connection> connection_;
};

TEST_P(HttpConnection, CarriesCallsOneAfterAnother) {
  send("one");
  EXPECT_EQ(listener_.exchanges, 0);
  scheduler_.run_until_idle();
  EXPECT_EQ(listener_.status, 200);
  EXPECT_EQ(listener_.body, "answer to one");
  EXPECT_EQ(listener_.last.bytes_sent, head_.sign("one", clock_.wall_now()).size() + 3);
  EXPECT_GT(listener_.last.bytes_received, listener_.body.size());
  // Larger than the pipe, from within the answer to the one before.
  const std::string large(100'000, 'x');
  send("two");
  listener_.then = [&] { send(large); };
  scheduler_.run_until_idle();
  EXPECT_EQ(listener_.exchanges, 3);
  EXPECT_EQ(listener_.body, "answer to " + large);
  EXPECT_EQ(server_->counters().connections_accepted, 1U);
}

TEST_P(HttpConnection, IsMadeAnewAfterItBroke) {
  send("one");
  scheduler_.run_until_idle();
  network_.break_connections();
  scheduler_.run_until_idle();
  send("two");
  scheduler_.run_until_idle();
  EXPECT_EQ(listener_.body, "answer to two");
  EXPECT_EQ(server_->counters().connections_accepted, 2U);
}

TEST_P(HttpConnection, SaysWhyThereIsNoAnswer) {
  handler_.is_silent = true;
  send("one");
  scheduler_.run_until_idle();
  network_.break_connections();
  scheduler_.run_until_idle();
  EXPECT_EQ(listener_.status, 0);
  EXPECT_EQ(listener_.failure, "Connection to server:4567 failed: the connection broke.");
  send("two");
  scheduler_.run_until_idle();
  handler_.replies.clear();  // The server closes without an answer.
  scheduler_.run_until_idle();
  EXPECT_EQ(listener_.exchanges, 2);
  EXPECT_EQ(listener_.status, 0);
  server_.reset();
  send("three");
  scheduler_.run_until_idle();
  EXPECT_EQ(listener_.exchanges, 3);
  EXPECT_EQ(listener_.status, 0);
}

TEST_P(HttpConnection, GivesUpOnAServerThatDoesNotAnswer) {
  handler_.is_silent = true;
  send("one");
  scheduler_.run_until_idle();
  for (int second = 0; second < 61; ++second) connection_->on_second();
  EXPECT_EQ(listener_.exchanges, 1);
  EXPECT_TRUE(listener_.last.is_too_slow);
  connection_->on_second();
  handler_.is_silent = false;
  send("two");
  scheduler_.run_until_idle();
  EXPECT_EQ(listener_.body, "answer to two");
}

INSTANTIATE_TEST_SUITE_P(HoweverBytesAreCut, HttpConnection, testing::Values(1, 7, SIZE_MAX));

}  // namespace
}  // namespace weir::meter
