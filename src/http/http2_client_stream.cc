#include "http/http2_client_stream.h"

#include <fmt/format.h>

#include <cstddef>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/done.h"
#include "base/result.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "http/body_source.h"
#include "http/client.h"
#include "http/client_connection.h"
#include "http/client_exchange.h"
#include "http/http1_syntax.h"
#include "http/http2/http2_session.h"
#include "http/http2/http2_stream.h"
#include "http/http2_client_connection.h"

namespace weir::http {

// What the reader of a streamed answer holds.
class Http2ClientStream::Body final : public BodySource {
 public:
  explicit Body(std::shared_ptr<Http2ClientStream> stream) : stream_(std::move(stream)) {}
  ~Body() override { stream_->drop_body(); }
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;

  void next(Done<BodyPiece> done) override { stream_->next_piece(std::move(done)); }

 private:
  const std::shared_ptr<Http2ClientStream> stream_;
};

Http2ClientStream::Http2ClientStream(Http2ClientConnection& connection, Exchange exchange)
    : connection_(&connection),
      loop_(connection.surroundings().loop),
      exchange_(std::move(exchange)) {}

Http2ClientStream::~Http2ClientStream() = default;

void Http2ClientStream::on_field(std::string_view name, std::string_view value) {
  if (has_head_ || is_ended_) return;  // Trailers mean nothing here.
  // A byte that comes may stand for thousands of a head.
  head_bytes_ += name.size() + value.size();
  if (head_bytes_ > answer_head_bytes_max) return give_up("the head of the answer is too large");
  if (response_.headers.size() == answer_headers_max) {
    return give_up("the answer has too many headers");
  }
  if (name == ":status") {
    response_.status = static_cast<int>(parse_decimal(value).value_or(0));
  } else {
    response_.headers.emplace_back(name, value);
  }
}

void Http2ClientStream::on_fields_end(bool /*is_end*/) {
  if (has_head_ || is_ended_) return;
  if (response_.status < 100) return give_up("the answer has no valid status");
  if (response_.status < 200) {
    response_.headers.clear();
    return;
  }
  has_head_ = true;
  if (exchange_.is_streamed()) open();
}

void Http2ClientStream::open() {
  is_streaming_ = true;
  StreamedResponse response{.status = response_.status,
                            .headers = std::move(response_.headers),
                            .body = std::make_unique<Body>(shared_from_this())};
  std::exchange(exchange_.opened, nullptr)(std::move(response));
}

void Http2ClientStream::on_body(std::span<const char> bytes) {
  Http2Session& session = connection_->session();
  session.consume_of_connection(bytes.size());
  if (is_ended_) return session.consume_of_stream(id_, bytes.size());
  if (!is_streaming_) {
    session.consume_of_stream(id_, bytes.size());
    const std::size_t bytes_max = connection_->surroundings().limits.response_bytes_max;
    if (bytes.size() > bytes_max - response_.body.size()) return give_up("the answer is too large");
  }
  response_.body.append(bytes.data(), bytes.size());
  if (is_streaming_) give_piece();
}

void Http2ClientStream::on_end() {
  if (std::exchange(is_ended_, true)) return;
  if (is_streaming_) return give_piece();
  // The server may have answered before it had the whole request.
  if (sent_ < exchange_.request.body.size()) connection_->session().reset(id_, Http2Error::cancel);
  auto done = std::exchange(exchange_.done, nullptr);
  if (done) done(std::move(response_));
}

void Http2ClientStream::on_close(Http2Error error) {
  const auto self = shared_from_this();
  is_closed_ = true;
  Http2ClientConnection& connection = *std::exchange(connection_, nullptr);
  connection.forget(*this);
  // Whoever hears it may destroy the client.
  if (is_ended_) return;
  if (error == Http2Error::refused_stream && !has_head_) {
    return connection.on_refused(std::move(exchange_));
  }
  fail(connection.broken(
      fmt::format("the server reset the stream with error {}", static_cast<unsigned>(error))));
}

Http2Stream::Outgoing Http2ClientStream::take(std::size_t bytes_max) {
  const std::string_view next = std::string_view(exchange_.request.body).substr(sent_, bytes_max);
  sent_ += next.size();
  return {.bytes = next, .is_end = sent_ == exchange_.request.body.size()};
}

void Http2ClientStream::fail(Error error) {
  if (!is_streaming_) return std::exchange(exchange_, {}).fail(std::move(error));
  body_error_ = std::move(error);
  give_piece();
}

// The session will say on_close when the reset has gone out.
void Http2ClientStream::give_up(std::string_view reason) {
  is_ended_ = true;
  connection_->session().reset(id_, Http2Error::cancel);
  connection_->want_flush();
  fail(connection_->broken(reason));
}

void Http2ClientStream::break_off(const Error& error) {
  is_closed_ = true;
  connection_ = nullptr;
  if (!is_ended_) fail(error);
}

void Http2ClientStream::abandon(const Error& error) {
  is_closed_ = true;
  connection_ = nullptr;
  exchange_ = {};
  if (is_ended_) return;
  body_error_ = error;
  loop_.post([self = shared_from_this()] { self->give_piece(); });
}

void Http2ClientStream::on_second() {
  if (is_streaming_ || is_ended_ || is_closed_) return;
  // The first second may have been short.
  if (++seconds_ <= connection_->surroundings().limits.response_timeout.count()) return;
  connection_->probe();
  give_up("the answer took too long");
}

void Http2ClientStream::next_piece(Done<BodyPiece> done) {
  CHECK(!piece_done_, "one piece at a time");
  piece_done_ = std::move(done);
  // What has come already is not given inside the call.
  loop_.post([self = weak_from_this()] {
    if (const auto alive = self.lock()) alive->give_piece();
  });
}

void Http2ClientStream::give_piece() {
  if (!piece_done_) return;
  if (!response_.body.empty() || (is_ended_ && !body_error_)) {
    BodyPiece piece{.bytes = std::exchange(response_.body, {}), .is_last = is_ended_};
    if (!is_closed_ && !piece.bytes.empty()) {
      connection_->session().consume_of_stream(id_, piece.bytes.size());
      connection_->want_flush();
    }
    std::exchange(piece_done_, nullptr)(std::move(piece));
  } else if (body_error_) {
    std::exchange(piece_done_, nullptr)(std::unexpected(*body_error_));
  }
}

// The reader wants no more, or has had the last piece.
void Http2ClientStream::drop_body() {
  piece_done_ = nullptr;
  response_.body = {};
  if (is_closed_ || std::exchange(is_ended_, true)) return;
  connection_->session().reset(id_, Http2Error::cancel);
  connection_->want_flush();
}

}  // namespace weir::http
