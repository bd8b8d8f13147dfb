#include "http/http2_client_connection.h"

#include <algorithm>
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
#include "env/event_loop.h"
#include "env/network.h"
#include "http/client.h"
#include "http/client_connection.h"
#include "http/client_exchange.h"
#include "http/http2/http2_fields.h"
#include "http/http2/http2_session.h"
#include "http/http2_client_stream.h"

namespace weir::http {
namespace {

constexpr std::size_t room_bytes = 64u << 10;
constexpr std::size_t output_bytes = 128u << 10;
// A server that lives answers a PING at once, however slow its answers are.
constexpr std::uint32_t probe_seconds_max = 10;

Http2Session::Settings settings_of(const ClientLimits& limits) {
  return {.streams_max = 0, .stream_window_bytes = limits.stream_window_bytes};
}

}  // namespace

Http2ClientConnection::Http2ClientConnection(const Surroundings& surroundings,
                                             std::unique_ptr<env::ByteStream> stream)
    : surroundings_(surroundings),
      stream_(std::move(stream)),
      session_(Http2Session::Side::client, settings_of(surroundings.limits), *this),
      room_(std::make_unique_for_overwrite<char[]>(room_bytes)) {}

Http2ClientConnection::~Http2ClientConnection() { abandon(); }

void Http2ClientConnection::start() {
  read();
  want_flush();
}

bool Http2ClientConnection::can_begin() const {
  if (is_closed_ || is_going_away_ || !session_.can_open()) return false;
  return streams_.size() < std::min(surroundings_.limits.streams_max, session_.streams_max());
}

bool Http2ClientConnection::begin(Exchange& exchange) {
  auto stream = std::make_shared<Http2ClientStream>(*this, std::move(exchange));
  const ClientRequest& request = stream->exchange().request;
  std::string content_length;
  Http2Fields fields;
  add_http2_head(request, surroundings_.authority, surroundings_.origin.tls, content_length,
                 fields);
  const std::int32_t id = session_.open(fields, !request.body.empty(), *stream);
  if (id == 0) {
    // The numbers of streams are used up, which no more requests can change.
    exchange = stream->take_exchange();
    is_going_away_ = true;
    close_if_done();
    return false;
  }
  stream->set_id(id);
  streams_.push_back(std::move(stream));
  want_flush();
  return true;
}

void Http2ClientConnection::read() {
  stream_->read_some({room_.get(), room_bytes},
                     [this](Result<std::size_t> count) { on_read(std::move(count)); });
}

void Http2ClientConnection::on_read(Result<std::size_t> count) {
  if (is_closed_ || is_abandoned_) return;
  probe_seconds_ = 0;
  if (!count) return break_off(count.error());
  if (*count == 0) return break_off(broken("it ended before the answer"));
  // Streams answer from inside: whoever hears them may destroy the client.
  const auto self = shared_from_this();
  const bool is_understood = session_.receive({room_.get(), *count});
  if (is_closed_ || is_abandoned_) return;
  flush();
  if (is_closed_) return;
  if (!is_understood || session_.is_over()) {
    return break_off(broken("the server's HTTP/2 cannot be understood"));
  }
  read();
  if (can_begin()) surroundings_.owner.on_free(*this);
  close_if_done();
}

void Http2ClientConnection::want_flush() {
  if (is_closed_ || std::exchange(has_flush_, true)) return;
  surroundings_.loop.post([self = weak_from_this()] {
    const auto alive = self.lock();
    if (!alive) return;
    alive->has_flush_ = false;
    alive->flush();
  });
}

void Http2ClientConnection::flush() {
  while (!is_closed_ && !is_waiting_writable_) {
    if (output_taken_ == output_.size()) {
      output_.clear();
      output_taken_ = 0;
      session_.collect(output_, output_bytes);
      if (output_.empty()) return close_if_done();
    }
    const auto piece = std::span<const char>(output_).subspan(output_taken_);
    const Result<std::size_t> taken = stream_->write_now({&piece, 1});
    if (!taken) return break_off(taken.error());
    output_taken_ += *taken;
    if (output_taken_ == output_.size()) continue;
    is_waiting_writable_ = true;
    stream_->wait_writable([this](const Result<void>& writable) { on_writable(writable); });
  }
}

void Http2ClientConnection::on_writable(const Result<void>& writable) {
  is_waiting_writable_ = false;
  if (is_closed_ || is_abandoned_) return;
  if (!writable) return break_off(writable.error());
  flush();
}

void Http2ClientConnection::forget(Http2ClientStream& stream) {
  const auto found = std::ranges::find(streams_, &stream, &std::shared_ptr<Http2ClientStream>::get);
  CHECK(found != streams_.end());
  std::swap(*found, streams_.back());
  streams_.pop_back();
  if (can_begin()) surroundings_.owner.on_free(*this);
}

void Http2ClientConnection::on_refused(Exchange exchange) {
  surroundings_.owner.on_refused(std::move(exchange));
}

// The server has said goodbye and nothing is under way.
void Http2ClientConnection::close_if_done() {
  if (is_closed_ || !is_going_away_ || !streams_.empty()) return;
  is_closed_ = true;
  surroundings_.owner.on_closed(*this);
}

void Http2ClientConnection::break_off(const Error& error) {
  const auto self = shared_from_this();
  is_closed_ = true;
  session_.detach();
  const auto streams = std::exchange(streams_, {});
  surroundings_.owner.on_closed(*this);
  // Whoever hears it may destroy the client, which is heard by the others no more.
  for (const auto& stream : streams) {
    is_abandoned_ ? stream->abandon(error) : stream->break_off(error);
  }
}

void Http2ClientConnection::on_second() {
  const auto self = shared_from_this();
  const auto streams = streams_;
  for (const auto& stream : streams) {
    if (!is_abandoned_) stream->on_second();
  }
  if (is_closed_ || is_abandoned_ || probe_seconds_ == 0) return;
  if (++probe_seconds_ > probe_seconds_max) {
    break_off(broken("the server does not answer any more"));
  }
}

void Http2ClientConnection::probe() {
  if (probe_seconds_ > 0) return;
  probe_seconds_ = 1;
  session_.ping();
  want_flush();
}

void Http2ClientConnection::abandon() {
  is_abandoned_ = true;
  is_closed_ = true;
  session_.detach();
  const Error error = broken("the client has gone");
  for (const auto& stream : std::exchange(streams_, {})) stream->abandon(error);
}

Error Http2ClientConnection::broken(std::string_view reason) const {
  return broken_off(surroundings_.origin, reason);
}

}  // namespace weir::http
