#include "http/http1_client_connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/done.h"
#include "base/result.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "http/body_source.h"
#include "http/client.h"
#include "http/client_connection.h"
#include "http/client_exchange.h"
#include "http/response_reader.h"

namespace weir::http {

// What the reader of a streamed answer holds.
class Http1ClientConnection::Body final : public BodySource {
 public:
  explicit Body(Http1ClientConnection& connection)
      : loop_(connection.surroundings_.loop),
        origin_(connection.surroundings_.origin),
        connection_(connection.weak_from_this()),
        number_(++connection.bodies_) {}
  ~Body() override {
    const auto connection = connection_.lock();
    if (connection && connection->has_body(number_)) connection->drop_body();
  }
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;

  void next(Done<BodyPiece> done) override {
    const auto connection = connection_.lock();
    if (connection && connection->has_body(number_)) return connection->next_piece(std::move(done));
    loop_.post([done = std::move(done), error = broken_off(origin_, "it has ended")]() mutable {
      done(std::unexpected(std::move(error)));
    });
  }

 private:
  env::EventLoop& loop_;
  const Origin origin_;
  const std::weak_ptr<Http1ClientConnection> connection_;
  const std::uint64_t number_;
};

Error broken_off(const Origin& origin, std::string_view reason) {
  return {ErrorCode::unavailable,
          fmt::format("Connection to {} failed: {}.", origin.authority(), reason)};
}

Http1ClientConnection::Http1ClientConnection(const Surroundings& surroundings,
                                             std::unique_ptr<env::ByteStream> stream)
    : surroundings_(surroundings), stream_(std::move(stream)) {
  reader_.emplace(surroundings_.limits.response_bytes_max);
}

Http1ClientConnection::~Http1ClientConnection() = default;

bool Http1ClientConnection::begin(Exchange& exchange) {
  CHECK(state_ == State::idle);
  std::swap(exchange_, exchange);
  head_ = http1_head(exchange_.request, surroundings_.authority);
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
  if (exchange_.has_no_answer_body()) reader_->expect_no_body();
  if (exchange_.is_streamed()) reader_->expect_stream();
  write();
  return true;
}

Result<std::size_t> Http1ClientConnection::write_rest() {
  const std::size_t of_head = std::min(bytes_sent_, head_.size());
  const std::array<std::span<const char>, 2> pieces = {
      std::span<const char>(head_).subspan(of_head),
      std::span<const char>(exchange_.request.body).subspan(bytes_sent_ - of_head)};
  return stream_->write_now(std::span(pieces).first(exchange_.request.body.empty() ? 1 : 2));
}

void Http1ClientConnection::write() {
  if (bytes_sent_ == bytes_to_send() || is_waiting_writable_) return;
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

void Http1ClientConnection::read() {
  if (std::exchange(is_reading_, true)) return;
  stream_->read_some(reader_->room(),
                     [this](Result<std::size_t> count) { on_read(std::move(count)); });
}

void Http1ClientConnection::on_read(Result<std::size_t> count) {
  is_reading_ = false;
  if (state_ == State::closed || is_abandoned_) return;
  if (state_ == State::idle) {
    // The server has closed, or speaks unasked.
    state_ = State::closed;
    return surroundings_.owner.on_closed(*this);
  }
  if (!count) return break_off(std::move(count.error()));
  *count > 0 ? on_bytes(*count) : on_end();
}

void Http1ClientConnection::on_bytes(std::size_t count) {
  const auto is_complete = reader_->add(count);
  if (!is_complete) return break_off(broken_off(surroundings_.origin, is_complete.error().reason));
  if (exchange_.is_streamed() && reader_->has_head()) return open();
  if (state_ == State::streaming) return give_piece();
  if (*is_complete) return succeed();
  read();
}

void Http1ClientConnection::on_end() {
  if (reader_->end()) {
    if (exchange_.is_streamed()) return open();
    return state_ == State::streaming ? give_piece() : succeed();
  }
  const bool is_in_answer = state_ == State::streaming || reader_->has_bytes();
  break_off(broken_off(surroundings_.origin, is_in_answer ? "it ended in the middle of the answer"
                                                          : "it ended before the answer"));
}

void Http1ClientConnection::succeed() {
  auto done = std::move(exchange_.done);
  ClientResponse response = reader_->take();
  finish();
  // Last, because it may destroy the client.
  done(std::move(response));
}

// The exchange is over, in good order: the connection may carry another.
void Http1ClientConnection::finish() {
  const bool is_reusable =
      reader_->keeps_alive() && bytes_sent_ == bytes_to_send() && !is_write_broken_;
  exchange_ = {};
  state_ = is_reusable ? State::idle : State::closed;
  if (is_reusable) {
    reader_.emplace(surroundings_.limits.response_bytes_max);
    read();
  }
  if (is_abandoned_) return;
  is_reusable ? surroundings_.owner.on_free(*this) : surroundings_.owner.on_closed(*this);
}

void Http1ClientConnection::open() {
  state_ = State::streaming;
  auto opened = std::exchange(exchange_.opened, nullptr);
  StreamedResponse response;
  std::tie(response.status, response.headers) = reader_->take_head();
  response.body = std::make_unique<Body>(*this);
  opened(std::move(response));
}

void Http1ClientConnection::next_piece(Done<BodyPiece> done) {
  CHECK(state_ == State::streaming && !piece_done_);
  piece_done_ = std::move(done);
  // What has come already is not given inside the call.
  surroundings_.loop.post([self = weak_from_this()] {
    if (const auto alive = self.lock()) alive->give_piece();
  });
}

void Http1ClientConnection::give_piece() {
  if (!piece_done_) return;
  BodyPiece piece{.bytes = reader_->take_piece(), .is_last = reader_->is_complete()};
  const bool is_piece = !piece.bytes.empty() || piece.is_last;
  if (!is_piece && !body_error_) return read();
  auto done = std::exchange(piece_done_, nullptr);
  if (is_piece) {
    if (piece.is_last) finish();
    return done(std::move(piece));
  }
  const auto self = shared_from_this();
  drop_body();
  done(std::unexpected(*std::move(body_error_)));
}

bool Http1ClientConnection::has_body(std::uint64_t number) const {
  return state_ == State::streaming && number == bodies_;
}

void Http1ClientConnection::drop_body() {
  piece_done_ = nullptr;
  state_ = State::closed;
  if (!is_abandoned_) surroundings_.owner.on_closed(*this);
}

void Http1ClientConnection::break_off(Error error) {
  if (state_ == State::streaming) {
    body_error_ = std::move(error);
    return give_piece();
  }
  state_ = State::closed;
  Exchange exchange = std::move(exchange_);
  surroundings_.owner.on_closed(*this);
  exchange.fail(std::move(error));
}

void Http1ClientConnection::on_second() {
  if (state_ != State::busy) return;
  // The first second may have been short.
  if (++seconds_ <= surroundings_.limits.response_timeout.count()) return;
  break_off(broken_off(surroundings_.origin, "the answer took too long"));
}

void Http1ClientConnection::abandon() {
  is_abandoned_ = true;
  exchange_ = {};
  state_ = State::closed;
  if (!piece_done_) return;
  surroundings_.loop.post(
      [done = std::move(piece_done_),
       error = broken_off(surroundings_.origin, "the client has gone")]() mutable {
        done(std::unexpected(std::move(error)));
      });
}

}  // namespace weir::http
