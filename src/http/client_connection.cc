#include "http/client_connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <memory>
#include <span>
#include <utility>

#include "base/check.h"
#include "base/result.h"
#include "base/time.h"
#include "env/network.h"
#include "http/client_exchange.h"
#include "http/tls/tls_stream.h"

namespace weir::http {

void ClientConnection::connect(Exchange exchange) {
  exchange_ = std::move(exchange);
  surroundings_.network.connect(
      surroundings_.loop, surroundings_.origin.host, surroundings_.origin.port,
      [self = weak_from_this()](Result<std::unique_ptr<env::ByteStream>> stream) {
        if (const auto alive = self.lock()) alive->on_connected(std::move(stream));
      });
}

void ClientConnection::on_connected(Result<std::unique_ptr<env::ByteStream>> stream) {
  if (state_ != State::connecting) return;  // It took too long.
  if (!stream) return fail_exchange(std::move(stream.error()));
  if (surroundings_.tls == nullptr) {
    stream_ = std::move(*stream);
    return on_ready();
  }
  auto tls =
      std::make_unique<TlsStream>(surroundings_.loop, std::move(*stream),
                                  surroundings_.tls->make_session(surroundings_.origin.host));
  TlsStream& handshaking = *tls;
  stream_ = std::move(tls);
  handshaking.handshake([this](Result<void> result) {
    if (state_ != State::connecting) return;
    if (!result) return fail_exchange(std::move(result.error()));
    on_ready();
  });
}

void ClientConnection::on_ready() {
  state_ = State::idle;
  reader_.emplace(surroundings_.limits.response_bytes_max);
  read();
  Exchange exchange = std::move(exchange_);
  if (begin(exchange)) return;
  exchange_ = std::move(exchange);
  fail_exchange(broken_off("it was closed at once"));
}

bool ClientConnection::begin(Exchange& exchange) {
  CHECK(state_ == State::idle);
  std::swap(exchange_, exchange);
  bytes_sent_ = 0;
  const Result<std::size_t> taken = write_rest();
  if (!taken) {
    std::swap(exchange_, exchange);
    state_ = State::closed;
    return false;
  }
  state_ = State::busy;
  seconds_ = 0;
  bytes_sent_ = *taken;
  if (exchange_.is_head_request) reader_->expect_no_body();
  write();
  return true;
}

Result<std::size_t> ClientConnection::write_rest() {
  const std::size_t of_head = std::min(bytes_sent_, exchange_.head.size());
  const std::array<std::span<const char>, 2> pieces = {
      std::span<const char>(exchange_.head).subspan(of_head),
      std::span<const char>(exchange_.body).subspan(bytes_sent_ - of_head)};
  return stream_->write_now(pieces);
}

void ClientConnection::write() {
  if (bytes_sent_ == exchange_.bytes() || is_waiting_writable_) return;
  is_waiting_writable_ = true;
  stream_->wait_writable([this](const Result<void>& writable) {
    is_waiting_writable_ = false;
    if (state_ != State::busy) return;
    const Result<std::size_t> taken = writable ? write_rest() : Result<std::size_t>(0);
    if (!writable || !taken) {
      is_write_broken_ = true;
      return;
    }
    bytes_sent_ += *taken;
    write();
  });
}

void ClientConnection::read() {
  stream_->read_some(reader_->room(),
                     [this](Result<std::size_t> count) { on_read(std::move(count)); });
}

void ClientConnection::on_read(Result<std::size_t> count) {
  if (state_ == State::closed) return;
  if (state_ == State::idle) {
    // The server has closed, or speaks unasked.
    state_ = State::closed;
    return surroundings_.owner.on_idle_end(*this);
  }
  if (!count) return fail_exchange(std::move(count.error()));
  if (*count > 0) return on_answer_bytes(*count);
  if (reader_->end()) return succeed();
  fail_exchange(broken_off(reader_->has_bytes() ? "it ended in the middle of the answer"
                                                : "it ended before the answer"));
}

void ClientConnection::on_answer_bytes(std::size_t count) {
  const auto is_complete = reader_->add(count);
  if (!is_complete) return fail_exchange(broken_off(is_complete.error().reason));
  if (*is_complete) return succeed();
  read();
}

void ClientConnection::succeed() {
  const bool is_reusable =
      reader_->keeps_alive() && bytes_sent_ == exchange_.bytes() && !is_write_broken_;
  ExchangeEnd end{std::exchange(exchange_, {}), reader_->take()};
  state_ = is_reusable ? State::idle : State::closed;
  if (is_reusable) {
    reader_.emplace(surroundings_.limits.response_bytes_max);
    read();
  }
  surroundings_.owner.on_exchange_end(*this, std::move(end));
}

void ClientConnection::fail_exchange(Error error) {
  state_ = State::closed;
  surroundings_.owner.on_exchange_end(
      *this, {std::exchange(exchange_, {}), std::unexpected(std::move(error))});
}

Error ClientConnection::broken_off(std::string_view reason) const {
  return {ErrorCode::unavailable,
          fmt::format("Connection to {} failed: {}.", surroundings_.origin.authority(), reason)};
}

void ClientConnection::on_second() {
  if (state_ != State::connecting && state_ != State::busy) return;
  const bool is_connecting = state_ == State::connecting;
  const seconds limit =
      is_connecting ? surroundings_.limits.connect_timeout : surroundings_.limits.response_timeout;
  // The first second may have been short.
  if (++seconds_ <= limit.count()) return;
  fail_exchange(
      broken_off(is_connecting ? "connecting took too long" : "the answer took too long"));
}

}  // namespace weir::http
