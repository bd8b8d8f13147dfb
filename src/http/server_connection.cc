#include "http/server_connection.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/result.h"
#include "base/time.h"
#include "env/network.h"
#include "http/connection_set.h"
#include "http/first_bytes.h"
#include "http/http1_protocol.h"
#include "http/http2_protocol.h"
#include "http/server.h"
#include "http/tls/tls_stream.h"

namespace weir::http {
namespace {

using std::string_view_literals::operator""sv;

// How long a client that was refused may go on sending before the connection is cut.
constexpr seconds linger_timeout{5};

// A connection that received so often within a second is busy.
constexpr std::uint32_t busy_reads = 4;

// What is left of an answer behind its first `taken` bytes.
class Pieces {
 public:
  Pieces(std::size_t taken, std::string_view head, std::string_view body, std::string_view tail) {
    for (const std::string_view part : {head, body, tail}) {
      const std::size_t of_part = std::min(taken, part.size());
      taken -= of_part;
      if (of_part < part.size()) left_[count_++] = part.substr(of_part);
    }
  }

  std::span<const std::span<const char>> left() const { return std::span(left_).first(count_); }

 private:
  std::array<std::span<const char>, 3> left_;
  std::size_t count_ = 0;
};

// RFC 9113: empty SETTINGS, then GOAWAY (type 7) with error INADEQUATE_SECURITY (12) and its
// reason.
constexpr std::string_view http2_tls_only =
    "\0\0\0\x04\0\0\0\0\0"
    "\0\0\x2F\x07\0\0\0\0\0"
    "\0\0\0\0\0\0\0\x0C"
    "This port speaks TLS only: use https://"sv;

}  // namespace

ServerConnection::ServerConnection(ConnectionSet& set, std::unique_ptr<env::ByteStream> stream,
                                   std::size_t index)
    : set_(set),
      stream_(std::move(stream)),
      input_(stream_->peer_address()),
      index_(index),
      since_(set.second()) {}

ServerConnection::~ServerConnection() = default;

void ServerConnection::start() { read(input_.room().size()); }

void ServerConnection::read(std::size_t bytes_max) {
  CHECK(!is_reading_ && !is_closed_);
  is_reading_ = true;
  const std::span<char> room = input_.room();
  // The stream drops its callbacks when it is destroyed, which is before `this` is.
  stream_->read_some(room.first(std::min(bytes_max, room.size())),
                     [this](Result<std::size_t> count) { on_read(std::move(count)); });
}

void ServerConnection::on_read(Result<std::size_t> count) {
  is_reading_ = false;
  if (is_closed_) return;
  if (!count) return close();
  if (is_lingering_) return *count == 0 ? close() : discard_input();
  if (*count == 0) return protocol_ ? protocol_->on_input_end() : close();
  if (++reads_ == busy_reads && tls_ != nullptr) tls_->keep_record_buffers(true);
  input_.add(*count);
  set_.counters().bytes_in += *count;
  if (!protocol_) return choose_protocol();
  protocol_->on_input();
}

void ServerConnection::choose_protocol() {
  const std::span<char> received = input_.received();
  const FirstBytes first = classify({received.data(), received.size()});
  if (first == FirstBytes::undecided) return read(input_.room().size());
  const bool may_begin_tls = set_.tls() != nullptr && !is_encrypted_;
  if (first == FirstBytes::tls && may_begin_tls) return begin_tls();
  const bool is_tls_missing = may_begin_tls && set_.tls()->is_required();
  if (first == FirstBytes::http2 && is_tls_missing) return refuse_http2_in_clear_text();
  if (first == FirstBytes::http2) {
    protocol_ = std::make_shared<Http2Protocol>(*this, since_);
    return protocol_->on_input();
  }
  auto http1 = std::make_shared<Http1Protocol>(*this, since_);
  protocol_ = http1;
  if (is_tls_missing) return http1->refuse({400, "This port speaks TLS only: use https://."});
  switch (first) {
    case FirstBytes::tls:
      return http1->refuse({400, "TLS is not spoken here."});
    case FirstBytes::http1:
    case FirstBytes::http2:
    case FirstBytes::undecided:
      return http1->on_input();
  }
}

void ServerConnection::begin_tls() {
  is_encrypted_ = true;
  auto stream = std::make_unique<TlsStream>(set_.loop(), std::move(stream_),
                                            set_.tls()->make_session(), input_.received());
  tls_ = stream.get();
  stream_ = std::move(stream);
  input_.consume(input_.received().size());
  input_.settle();
  tls_->handshake([this](const Result<void>& result) { on_handshake(result); },
                  &set_.handshake_steps());
}

void ServerConnection::on_handshake(const Result<void>& result) {
  if (is_closed_) return;
  if (!result) {
    ++set_.counters().tls_failed;
    // TLS has said why, in an alert that must not be lost.
    auto below = std::exchange(tls_, nullptr)->take_inner();
    if (!below) return close();
    stream_ = std::move(below);
    return close_gently();
  }
  ++set_.counters().tls_handshakes;
  if (tls_->is_resumed()) ++set_.counters().tls_resumed;
  since_ = set_.second();
  read(input_.room().size());
}

void ServerConnection::refuse_http2_in_clear_text() {
  ++set_.counters().refused_malformed;
  // If even this does not go out at once, the client learns it from the connection's end.
  const std::span<const char> piece(http2_tls_only);
  if (!stream_->write_now({&piece, 1})) return close();
  close_gently();
}

bool ServerConnection::send(std::string_view head, BodyBytes body, std::string_view tail) {
  CHECK(!has_output() && !is_closed_);
  const Result<std::size_t> taken = stream_->write_now(Pieces(0, head, body, tail).left());
  if (!taken) {
    close();
    return false;
  }
  set_.counters().bytes_out += *taken;
  if (*taken == head.size() + body.size() + tail.size()) return true;
  output_ = {.head = std::string(head),
             .body = std::move(body),
             .tail = tail,
             .taken = *taken,
             .start = set_.second(),
             .last_progress = set_.second()};
  wait_writable();
  return false;
}

void ServerConnection::wait_writable() {
  stream_->wait_writable([this](const Result<void>& writable) { on_writable(writable); });
}

void ServerConnection::on_writable(const Result<void>& writable) {
  if (is_closed_) return;
  if (!writable) return close();
  const Pieces pieces(output_.taken, output_.head, output_.body, output_.tail);
  const Result<std::size_t> taken = stream_->write_now(pieces.left());
  if (!taken) return close();
  set_.counters().bytes_out += *taken;
  output_.taken += *taken;
  if (*taken > 0) output_.last_progress = set_.second();
  if (has_output()) return wait_writable();
  output_ = {};
  protocol_->on_output_taken();
}

void ServerConnection::close() {
  if (std::exchange(is_closed_, true)) return;
  set_.retire(*this);
}

void ServerConnection::close_gently() {
  CHECK(!has_output());
  stream_->finish_writing();
  is_lingering_ = true;
  since_ = set_.second();
  if (!is_reading_) discard_input();
}

void ServerConnection::discard_input() {
  input_.consume(input_.received().size());
  input_.settle();
  read(input_.room().size());
}

void ServerConnection::on_turn() {
  if (!is_closed_ && !is_lingering_) protocol_->on_turn();
}

bool ServerConnection::is_output_too_slow() const {
  const ServerLimits& limits = set_.limits();
  if (is_streaming_) return set_.has_passed(output_.last_progress, limits.stream_stall_timeout);
  if (set_.has_passed(output_.last_progress, limits.write_timeout)) return true;
  if (!set_.has_passed(output_.start, limits.write_timeout)) return false;
  const std::size_t elapsed = set_.second() - output_.start;
  const auto grace = static_cast<std::size_t>(limits.write_timeout.count()) + 1;
  return output_.taken < (elapsed - grace) * limits.body_bytes_per_second_min;
}

void ServerConnection::on_second() {
  input_.trim();
  const bool is_busy = std::exchange(reads_, 0) >= busy_reads;
  if (!is_busy && tls_ != nullptr) tls_->keep_record_buffers(false);
  if (has_output()) {
    if (!is_output_too_slow()) return;
    ++set_.counters().closed_slow_reader;
    return close();
  }
  if (is_lingering_) {
    if (set_.has_passed(since_, linger_timeout)) close();
  } else if (protocol_) {
    protocol_->on_second();
  } else if (set_.has_passed(since_, set_.limits().head_timeout)) {
    ++set_.counters().closed_idle;
    close();
  }
}

void ServerConnection::on_drain() {
  if (is_lingering_) return;
  if (protocol_) return protocol_->on_drain();
  if (input_.received().empty()) close();
}

}  // namespace weir::http
