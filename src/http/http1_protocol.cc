#include "http/http1_protocol.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/result.h"
#include "http/body_source.h"
#include "http/connection_set.h"
#include "http/http1_answer.h"
#include "http/http1_parser.h"
#include "http/http1_syntax.h"
#include "http/message.h"
#include "http/refusal_count.h"
#include "http/server.h"

namespace weir::http {
namespace {

// How far reading a chunked body goes past the chunk it knows of: room for the next size line. What
// belongs to the next request and comes along with it must fit a small block.
constexpr std::size_t bytes_past_chunk = 1024;

// A body of up to this is copied behind its head: the kernel takes one piece in less time than two.
constexpr std::size_t joined_body_bytes_max = 4096;

std::string_view text_of(std::span<const char> bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace

// The Reply of the request that is with the handler. Small enough for Reply to hold without the
// heap.
class Http1Protocol::ReplySlot {
 public:
  explicit ReplySlot(std::weak_ptr<Http1Protocol> protocol) : protocol_(std::move(protocol)) {}
  ReplySlot(ReplySlot&&) noexcept = default;
  ReplySlot& operator=(ReplySlot&&) = delete;
  ReplySlot(const ReplySlot&) = delete;
  ReplySlot& operator=(const ReplySlot&) = delete;

  ~ReplySlot() {
    if (const auto protocol = protocol_.lock()) protocol->abandon();
  }

  void operator()(Response response) {
    const auto protocol = std::exchange(protocol_, {}).lock();
    if (protocol) protocol->answer(std::move(response));
  }

 private:
  std::weak_ptr<Http1Protocol> protocol_;
};

Http1Protocol::Http1Protocol(ServerConnection& connection, std::uint32_t start)
    : connection_(connection), set_(connection.set()), since_(start) {}

Http1Protocol::~Http1Protocol() { hold_body(0); }

void Http1Protocol::on_input() { run(); }

void Http1Protocol::on_input_end() {
  // Complete requests have been answered by now, because nothing is read before that; or a streamed
  // answer has lost its reader.
  connection_.close();
}

void Http1Protocol::on_turn() { run(); }

void Http1Protocol::on_output_taken() {
  if (state_ == State::answering)
    on_head_taken();
  else if (state_ == State::streaming)
    on_piece_taken();
  run();
}

void Http1Protocol::run() {
  is_running_ = true;
  while (!connection_.is_closed() && advance()) {
  }
  is_running_ = false;
}

bool Http1Protocol::advance() {
  switch (state_) {
    case State::settling:
      return advance_settling();
    case State::idle:
    case State::head:
      return advance_head();
    case State::fixed_body:
      return advance_fixed_body();
    case State::chunked_body:
      return advance_chunked_body();
    case State::streaming:
      return watch_client();
    case State::handling:
    case State::answering:
      break;
  }
  return false;
}

bool Http1Protocol::advance_settling() {
  if (set_.is_draining()) {
    connection_.close();
    return false;
  }
  if (!connection_.is_reading()) connection_.input().settle();
  scanner_ = {};
  since_ = set_.second();
  state_ = State::idle;
  return true;
}

bool Http1Protocol::wait_for_input(std::size_t bytes_max) {
  // A read that began while an answer was streamed may still wait.
  if (!connection_.is_reading()) connection_.read(bytes_max);
  return false;
}

bool Http1Protocol::advance_head() {
  ReceiveBuffer& input = connection_.input();
  const std::string_view received = text_of(input.received());
  if (received.empty()) return wait_for_input(input.room().size());
  if (state_ == State::idle) {
    state_ = State::head;
    if (!is_first_request_) since_ = set_.second();
  }
  const auto end = scanner_.find_end(received);
  if (!end) return refuse_and_stop(end.error());
  const std::size_t head_bytes_max = set_.limits().head_bytes_max;
  if (*end > head_bytes_max || (*end == 0 && received.size() >= head_bytes_max)) {
    return refuse_and_stop({431, "The head of the request is too large."});
  }
  if (*end > 0) return begin_body(received, *end);
  input.make_room(head_bytes_max);
  return wait_for_input(input.room().size());
}

bool Http1Protocol::begin_body(std::string_view bytes, std::size_t head_bytes) {
  const ServerLimits& limits = set_.limits();
  auto head = parse_request_head(bytes.substr(0, head_bytes), limits.headers_max);
  if (!head) return refuse_head(head.error());
  if (head->content_length > limits.body_bytes_max) {
    return refuse_and_stop({413, "The body is too large."});
  }
  head_ = std::move(*head);
  parsed_at_ = bytes.data();
  head_bytes_ = head_bytes;
  since_ = set_.second();
  is_first_request_ = false;
  if (head_.is_chunked) {
    state_ = State::chunked_body;
    chunked_.emplace(limits.body_bytes_max);
  } else {
    state_ = State::fixed_body;
  }
  const bool has_body = head_.is_chunked || head_.content_length > 0;
  if (!head_.expects_continue || !has_body || bytes.size() > head_bytes) return true;
  // If the client does not even take this, on_output_taken goes on.
  return connection_.send("HTTP/1.1 100 Continue\r\n\r\n", {});
}

bool Http1Protocol::advance_fixed_body() {
  request_bytes_ = head_bytes_ + head_.content_length;
  const std::size_t received = connection_.input().received().size();
  if (!hold_body(std::min(received, request_bytes_) - head_bytes_))
    return refuse_and_stop(overload);
  if (received >= request_bytes_) return dispatch(head_.content_length);
  connection_.input().grow_towards(request_bytes_);
  return wait_for_input(request_bytes_ - received);
}

bool Http1Protocol::advance_chunked_body() {
  ReceiveBuffer& input = connection_.input();
  const auto progress = chunked_->advance(input.received().subspan(head_bytes_));
  if (!progress) return refuse_and_stop(progress.error());
  if (!hold_body(chunked_->body_bytes())) return refuse_and_stop(overload);
  if (progress->is_complete) {
    request_bytes_ = head_bytes_ + chunked_->raw_bytes();
    return dispatch(chunked_->body_bytes());
  }
  const std::size_t kept = head_bytes_ + progress->bytes_kept;
  const std::size_t next = chunked_->chunk_bytes_missing() + bytes_past_chunk;
  input.keep(kept);
  // Doubled, so that a body in many chunks is not copied for each of them.
  if (input.room().size() < next) input.reserve(std::max(kept + next, 2 * kept));
  return wait_for_input(next);
}

bool Http1Protocol::dispatch(std::size_t body_bytes) {
  const std::span<char> received = connection_.input().received();
  if (received.data() != parsed_at_) {
    // The buffer has moved since: the same head once more, from its new place.
    auto head = parse_request_head(text_of(received.first(head_bytes_)), set_.limits().headers_max);
    CHECK(head.has_value());
    head_ = std::move(*head);
  }
  Request request{.method = head_.method,
                  .path = head_.path,
                  .query = head_.query,
                  .headers = std::move(head_.headers),
                  .body = received.subspan(head_bytes_, body_bytes),
                  .buffer = connection_.input().share(),
                  .peer_address = connection_.input().peer_address(),
                  .is_encrypted = connection_.is_encrypted()};
  state_ = State::handling;
  ++set_.counters().requests;
  set_.handler().handle(std::move(request), ReplySlot(weak_from_this()));
  return true;
}

BodyFraming Http1Protocol::framing_of(const Response& response) const {
  if (!response.source) return BodyFraming::length;
  return head_.is_version_1_0 ? BodyFraming::connection : BodyFraming::chunked;
}

void Http1Protocol::answer(Response response) {
  if (connection_.is_closed()) return;
  CHECK(state_ == State::handling);
  // The request's body is not needed any more; a large answer counts in its place until it is gone.
  if (response.body.size() >= counted_answer_bytes && !hold_body(response.body.size())) {
    hold_body(0);
    count_refusal(overload.status, set_.counters());
    response = response_of(overload);
  }
  const BodyFraming framing = framing_of(response);
  if (!head_.keeps_alive || set_.is_draining() || framing == BodyFraming::connection) {
    closes_after_answer_ = true;
  }
  AnswerEnd end = head_.is_version_1_0 ? AnswerEnd::keep_alive_1_0 : AnswerEnd::keep_alive;
  if (closes_after_answer_) end = AnswerEnd::close;
  std::string& head = set_.scratch();
  head.clear();
  write_answer_head(response, set_.date(), framing, end, head);
  if (has_body(response.status, head_.method)) {
    source_ = std::move(response.source);
    is_source_chunked_ = framing == BodyFraming::chunked;
  } else {
    response.body.clear();
  }
  CHECK(!source_ || response.body.empty(), "an answer has a body or a source");
  state_ = State::answering;
  if (response.body.size() <= joined_body_bytes_max) {
    head += std::exchange(response.body, {});
  }
  if (!connection_.send(head, std::move(response.body))) return;
  on_head_taken();
  // Inside run() the loop there goes on by itself.
  if (!is_running_ && state_ == State::settling) set_.give_turn(connection_);
}

// The head has gone out, with the whole body unless there is a source.
void Http1Protocol::on_head_taken() {
  if (!source_) return finish_request();
  state_ = State::streaming;
  connection_.set_streaming(true);
  is_last_piece_ = false;
  watch_client();
  on_piece_taken();
}

bool Http1Protocol::watch_client() {
  const ReceiveBuffer& input = connection_.input();
  // Not behind the beginning of another request, which may have to move in the buffer.
  const bool has_more = input.received().size() > request_bytes_;
  if (has_more || input.room().empty() || connection_.is_reading()) return false;
  connection_.read(input.room().size());
  return false;
}

void Http1Protocol::on_piece_taken() {
  if (!is_last_piece_) {
    return source_->next([self = weak_from_this()](Result<BodyPiece> piece) {
      if (const auto alive = self.lock()) alive->on_piece(std::move(piece));
    });
  }
  connection_.set_streaming(false);
  set_.retire(std::move(source_));
  finish_request();
}

void Http1Protocol::on_piece(Result<BodyPiece> piece) {
  if (connection_.is_closed()) return;
  if (!piece) {
    ++set_.counters().closed_unanswered;
    return connection_.close();
  }
  CHECK(piece->is_last || !piece->bytes.empty(), "an empty piece that is not the last");
  is_last_piece_ = piece->is_last;
  std::string& head = set_.scratch();
  head.clear();
  std::string_view tail;
  if (is_source_chunked_) {
    if (!piece->bytes.empty()) write_chunk_head(piece->bytes.size(), head);
    tail = piece->bytes.empty() ? no_more_chunks : is_last_piece_ ? last_chunk_end : chunk_end;
  }
  if (!connection_.send(head, std::move(piece->bytes), tail)) return;
  on_piece_taken();
  if (state_ == State::settling) set_.give_turn(connection_);
}

void Http1Protocol::abandon() {
  if (connection_.is_closed() || state_ != State::handling) return;
  ++set_.counters().closed_unanswered;
  connection_.close();
}

void Http1Protocol::finish_request() {
  hold_body(0);
  if (!closes_after_answer_) {
    connection_.input().consume(request_bytes_);
    state_ = State::settling;
    return;
  }
  const bool may_send_more = is_refused_ || connection_.input().received().size() > request_bytes_;
  if (may_send_more || !set_.is_draining()) return connection_.close_gently();
  connection_.close();
}

void Http1Protocol::refuse(const Refusal& refusal) {
  count_refusal(refusal.status, set_.counters());
  is_refused_ = true;
  Response response = response_of(refusal);
  closes_after_answer_ = true;
  std::string& head = set_.scratch();
  head.clear();
  write_answer_head(response, set_.date(), BodyFraming::length, AnswerEnd::close, head);
  state_ = State::answering;
  if (connection_.send(head, std::move(response.body))) finish_request();
}

bool Http1Protocol::refuse_head(const Refusal& refusal) {
  if (!is_first_request_ || refusal.reason != not_http.reason) return refuse_and_stop(refusal);
  // Whoever does not speak HTTP would not understand the answer either; a client of HTTP/2 whose
  // preface is wrong must not get one.
  ++set_.counters().refused_malformed;
  connection_.close_gently();
  return false;
}

bool Http1Protocol::refuse_and_stop(const Refusal& refusal) {
  refuse(refusal);
  return false;
}

bool Http1Protocol::hold_body(std::size_t bytes) {
  return set_.hold_body(std::exchange(body_bytes_held_, bytes), bytes);
}

std::size_t Http1Protocol::body_bytes_received() const {
  if (state_ == State::chunked_body) return chunked_->body_bytes();
  return connection_.input().received().size() - head_bytes_;
}

bool Http1Protocol::is_body_too_slow() const {
  const ServerLimits& limits = set_.limits();
  if (!set_.has_passed(since_, limits.body_grace)) return false;
  const std::size_t elapsed = set_.second() - since_;
  const auto grace = static_cast<std::size_t>(limits.body_grace.count()) + 1;
  return body_bytes_received() <= (elapsed - grace) * limits.body_bytes_per_second_min;
}

void Http1Protocol::on_second() {
  const ServerLimits& limits = set_.limits();
  switch (state_) {
    case State::idle:
      if (!set_.has_passed(since_, is_first_request_ ? limits.head_timeout : limits.idle_timeout)) {
        return;
      }
      ++set_.counters().closed_idle;
      return connection_.close();
    case State::head:
      if (!set_.has_passed(since_, limits.head_timeout)) return;
      return refuse({408, "The head of the request did not come in time."});
    case State::fixed_body:
    case State::chunked_body:
      if (is_body_too_slow()) refuse({408, "The body came too slowly."});
      return;
    case State::settling:
    case State::handling:
    case State::answering:
    case State::streaming:
      return;
  }
}

void Http1Protocol::on_drain() {
  if (state_ == State::idle) connection_.close();
}

}  // namespace weir::http
