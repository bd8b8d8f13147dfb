// What the tests of the server share: a server on a MemoryNetwork and virtual time, a handler that
// does as told, and wires that speak raw bytes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "env/memory_network.h"
#include "env/seeded_random.h"
#include "env/sim_clock.h"
#include "env/sim_loop.h"
#include "env/sim_scheduler.h"
#include "http/server.h"

namespace weir::http {

// Answers "METHOD path?query body" at once, or keeps requests until a test answers them.
class FakeHandler final : public Handler {
 public:
  struct Kept {
    Request request;
    Reply reply;
  };

  void handle(Request request, Reply reply) override {
    ++requests;
    if (keeps) return kept.push_back({std::move(request), std::move(reply)});
    reply(answer_to(request));
  }

  // The first one kept.
  Kept take() {
    Kept first = std::move(kept.front());
    kept.erase(kept.begin());
    return first;
  }

  static Response echo(const Request& request) {
    std::string body = std::string(request.method) + " " + std::string(request.path) + "?" +
                       std::string(request.query) + " " +
                       std::string(request.body.data(), request.body.size());
    return {.headers = {}, .body = std::move(body)};
  }

  std::function<Response(const Request&)> answer_to = echo;
  bool keeps = false;
  std::vector<Kept> kept;
  std::size_t requests = 0;
};

// A client that sends what it is told and keeps what it gets.
class Wire {
 public:
  explicit Wire(std::unique_ptr<env::ByteStream> stream) : stream_(std::move(stream)) { read(); }

  // All of `bytes`, as fast as the other side takes them.
  void send(std::string_view bytes) {
    unsent_ += bytes;
    write();
  }
  void finish_sending() { stream_->finish_writing(); }
  void disconnect() { stream_.reset(); }

  // What was received since the last call.
  std::string take() { return std::exchange(received_, {}); }
  const std::string& received() const { return received_; }
  // The server has closed, or has finished sending.
  bool is_ended() const { return is_ended_; }
  // The server has closed and took no more.
  bool is_broken() const { return is_broken_; }
  // How many times something was received.
  std::uint64_t reads() const { return reads_; }
  std::size_t bytes_unsent() const { return unsent_.size() - sent_; }

  // Stops and starts taking what the server sends.
  void pause() { is_paused_ = true; }
  void resume() {
    is_paused_ = false;
    if (!is_reading_) read();
  }

 private:
  void read() {
    is_reading_ = true;
    stream_->read_some(room_, [this](Result<std::size_t> count) {
      is_reading_ = false;
      if (!count || *count == 0) {
        is_ended_ = true;
        return;
      }
      received_.append(room_.data(), *count);
      ++reads_;
      if (!is_paused_) read();
    });
  }

  void write() {
    if (is_waiting_ || bytes_unsent() == 0) return;
    const auto piece = std::span<const char>(unsent_).subspan(sent_);
    const auto taken = stream_->write_now({&piece, 1});
    if (!taken) {
      is_broken_ = true;
      return;
    }
    sent_ += *taken;
    if (bytes_unsent() == 0) {
      unsent_.clear();
      sent_ = 0;
      return;
    }
    is_waiting_ = true;
    stream_->wait_writable([this](const Result<void>& result) {
      is_waiting_ = false;
      is_broken_ = !result;
      if (result) write();
    });
  }

  std::unique_ptr<env::ByteStream> stream_;
  std::array<char, 1 << 14> room_;
  std::string received_;
  std::uint64_t reads_ = 0;
  std::string unsent_;
  std::size_t sent_ = 0;  // The front of unsent_ that has gone out.
  bool is_ended_ = false;
  bool is_broken_ = false;
  bool is_paused_ = false;
  bool is_reading_ = false;
  bool is_waiting_ = false;
};

class ServerFixture : public testing::Test {
 protected:
  // Before what a test's own class holds.
  void TearDown() override { server_.reset(); }

  void start(const ServerLimits& limits = {}, const TlsAcceptor* tls = nullptr) {
    auto server = serve(loop_, network(), clock_, handler_, "127.0.0.1", 0, limits, tls);
    ASSERT_TRUE(server.has_value());
    server_ = std::move(*server);
  }

  Wire& connect() {
    std::unique_ptr<env::ByteStream> stream;
    network().connect(loop_, "127.0.0.1", server_->port(),
                      [&](auto connected) { stream = std::move(*connected); });
    scheduler_.run_until_idle();
    wires_.push_back(std::make_unique<Wire>(std::move(stream)));
    scheduler_.run_until_idle();
    return *wires_.back();
  }

  // Sends, lets the server work until nothing is left to do, and answers with what came back.
  std::string exchange(Wire& wire, std::string_view bytes) {
    wire.send(bytes);
    scheduler_.run_until_idle();
    return wire.take();
  }

  env::MemoryNetwork& network() {
    if (!network_) network_.emplace(network_options_);
    return *network_;
  }

  env::SimClock clock_;
  env::SeededRandom random_{1};
  env::SimScheduler scheduler_{clock_, random_};
  env::SimLoop loop_{scheduler_, 0};
  env::MemoryNetworkOptions network_options_;  // To be changed before start().
  std::optional<env::MemoryNetwork> network_;
  FakeHandler handler_;
  std::vector<std::unique_ptr<Wire>> wires_;
  std::unique_ptr<Server> server_;
};

// The start of SimClock.
inline const std::string date_header = "Date: Mon, 01 Jan 2024 00:00:00 GMT\r\n";

inline std::string ok(std::string_view body, std::string_view date = date_header) {
  return "HTTP/1.1 200 OK\r\n" + std::string(date) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

inline std::string ok_and_close(std::string_view body) {
  return "HTTP/1.1 200 OK\r\n" + date_header + "Content-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n\r\n" + std::string(body);
}

inline std::string post(std::string_view body, std::string_view headers = "") {
  return "POST / HTTP/1.1\r\nHost: h\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

inline constexpr std::string_view get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

}  // namespace weir::http
