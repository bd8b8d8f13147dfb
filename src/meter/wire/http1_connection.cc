#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/result.h"
#include "base/time.h"
#include "env/network.h"
#include "http/client_connector.h"
#include "meter/wire/answer_parser.h"
#include "meter/wire/connection.h"
#include "meter/wire/request_head.h"

namespace weir::meter {
namespace {

class Http1Connection final : public Connection {
 public:
  explicit Http1Connection(const ConnectionSurroundings& surroundings)
      : around_(surroundings), parser_(surroundings.limits.response_bytes_max) {}

  void send(RequestHead& head, std::string_view body, ExchangeListener& listener) override {
    CHECK(listener_ == nullptr);
    listener_ = &listener;
    head_ = &head;
    body_ = body;
    seconds_ = 0;
    connect_ = {};
    bytes_sent_ = 0;
    first_byte_ = {};
    parser_.clear();
    if (stream_) return begin();
    connect();
  }

  void on_second() override {
    closed_.clear();
    if (connector_) connector_->on_second();
    if (listener_ == nullptr || !stream_) return;
    // The first second may have been short.
    if (++seconds_ > around_.limits.response_timeout.count()) {
      break_off("the answer took too long", true);
    }
  }

 private:
  void connect() {
    connect_began_ = around_.clock.monotonic_now();
    connector_ = std::make_shared<http::ClientConnector>(
        around_.loop, around_.network, around_.origin, around_.limits, around_.tls);
    connector_->connect([this](Result<http::Connected> connected) {
      // It is on the stack.
      around_.loop.post([done = std::move(connector_)] {});
      connect_ = around_.clock.monotonic_now() - connect_began_;
      if (!connected) {
        failure_ = std::move(connected.error().message);
        return finish({.failure = failure_});
      }
      stream_ = std::move(connected->stream);
      begin();
    });
  }

  void begin() {
    head_text_ = head_->sign(body_, around_.clock.wall_now());
    write();
    if (stream_ && !is_reading_) read();
  }

  void write() {
    while (bytes_sent_ < head_text_.size() + body_.size()) {
      const std::size_t of_head = std::min(bytes_sent_, head_text_.size());
      const std::array<std::span<const char>, 2> pieces = {
          std::span<const char>(head_text_).subspan(of_head),
          std::span<const char>(body_).subspan(bytes_sent_ - of_head)};
      const Result<std::size_t> taken = stream_->write_now(pieces);
      // The server may have answered all the same: the read will tell.
      if (!taken) return;
      bytes_sent_ += *taken;
      if (*taken == 0) return wait_writable();
    }
  }

  void wait_writable() {
    if (std::exchange(is_waiting_writable_, true)) return;
    stream_->wait_writable([this, number = stream_number_](const Result<void>& writable) {
      if (number != stream_number_) return;
      is_waiting_writable_ = false;
      if (writable && listener_ != nullptr) write();
    });
  }

  void read() {
    is_reading_ = true;
    stream_->read_some(parser_.room(), [this, number = stream_number_](Result<std::size_t> count) {
      if (number != stream_number_) return;
      is_reading_ = false;
      on_read(std::move(count));
    });
  }

  void on_read(Result<std::size_t> count) {
    if (listener_ == nullptr) {
      // The server has closed, or speaks unasked.
      close();
      return;
    }
    if (!count) return break_off("the connection broke");
    if (*count == 0) {
      if (parser_.end()) return succeed();
      return break_off(parser_.bytes() == 0 ? "the connection ended before the answer"
                                            : "the connection ended in the middle of the answer");
    }
    if (parser_.bytes() == 0) first_byte_ = around_.clock.monotonic_now();
    const auto is_complete = parser_.add(*count);
    if (!is_complete) return break_off(is_complete.error());
    *is_complete ? succeed() : read();
  }

  void succeed() {
    const bool is_reusable =
        parser_.keeps_alive() && bytes_sent_ == head_text_.size() + body_.size();
    if (!is_reusable) close();
    finish({.status = parser_.status(), .body = parser_.body()});
    // A read is always under way, so that a closed connection is noticed before it is used.
    if (stream_ && !is_reading_) {
      if (listener_ == nullptr) parser_.clear();
      read();
    }
  }

  void break_off(std::string_view reason, bool is_too_slow = false) {
    close();
    failure_ = "Connection to " + around_.origin.authority() + " failed: ";
    failure_ += reason;
    failure_ += '.';
    finish({.failure = failure_, .is_too_slow = is_too_slow});
  }

  void close() {
    // A callback of it may be on the stack, so that it cannot go yet.
    if (stream_) closed_.push_back(std::move(stream_));
    stream_ = nullptr;
    ++stream_number_;
    is_reading_ = false;
    is_waiting_writable_ = false;
  }

  void finish(Exchange exchange) {
    exchange.ended = around_.clock.monotonic_now();
    exchange.first_byte = parser_.bytes() > 0 ? first_byte_ : exchange.ended;
    exchange.connect = connect_;
    exchange.bytes_sent = bytes_sent_;
    exchange.bytes_received = parser_.bytes();
    std::exchange(listener_, nullptr)->on_exchange(exchange);
  }

  const ConnectionSurroundings around_;
  std::shared_ptr<http::ClientConnector> connector_;
  std::unique_ptr<env::ByteStream> stream_;
  std::uint64_t stream_number_ = 0;  // Tells what a closed stream still says from what counts.
  std::vector<std::unique_ptr<env::ByteStream>> closed_;
  bool is_reading_ = false;
  bool is_waiting_writable_ = false;
  AnswerParser parser_;

  // Of the call under way.
  ExchangeListener* listener_ = nullptr;
  RequestHead* head_ = nullptr;
  std::string_view head_text_;
  std::string_view body_;
  std::size_t bytes_sent_ = 0;
  std::uint32_t seconds_ = 0;
  MonotonicTime connect_began_;
  nanoseconds connect_{0};
  MonotonicTime first_byte_;
  std::string failure_;
};

}  // namespace

std::unique_ptr<Connection> make_http1_connection(const ConnectionSurroundings& surroundings) {
  return std::make_unique<Http1Connection>(surroundings);
}

}  // namespace weir::meter
