#include "http/http2_exchange.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/result.h"
#include "base/time.h"
#include "http/body_source.h"
#include "http/connection_set.h"
#include "http/http1_answer.h"
#include "http/http1_syntax.h"
#include "http/http2/http2_fields.h"
#include "http/http2/http2_session.h"
#include "http/http2/http2_stream.h"
#include "http/http2_answer.h"
#include "http/http2_protocol.h"
#include "http/message.h"
#include "http/refusal_count.h"
#include "http/server.h"

namespace weir::http {
namespace {

// A head that goes on this many times beyond what is allowed is not refused but cut off: a few
// bytes can stand for much (CVE-2016-6581).
constexpr std::size_t head_excess_max = 4;

}  // namespace

// The Reply of a request that is with the handler. Small enough for Reply to hold without the heap.
class Http2Exchange::ReplySlot {
 public:
  explicit ReplySlot(std::weak_ptr<Http2Exchange> exchange) : exchange_(std::move(exchange)) {}
  ReplySlot(ReplySlot&&) noexcept = default;
  ReplySlot& operator=(ReplySlot&&) = delete;
  ReplySlot(const ReplySlot&) = delete;
  ReplySlot& operator=(const ReplySlot&) = delete;

  ~ReplySlot() {
    if (const auto exchange = exchange_.lock()) exchange->abandon();
  }

  void operator()(Response response) {
    const auto exchange = std::exchange(exchange_, {}).lock();
    if (exchange) exchange->answer(std::move(response));
  }

 private:
  std::weak_ptr<Http2Exchange> exchange_;
};

Http2Exchange::Http2Exchange(Http2Protocol& protocol, std::int32_t id, std::size_t index)
    : protocol_(protocol),
      id_(id),
      index_(index),
      request_(protocol.peer_address(), protocol.set().limits()),
      since_(protocol.set().second()) {}

Http2Exchange::~Http2Exchange() { hold_body(0); }

void Http2Exchange::enter(State state) {
  if (state_ == State::body) protocol_.note_receiving(-1);
  if (state == State::body) protocol_.note_receiving(1);
  state_ = state;
  since_ = protocol_.set().second();
}

void Http2Exchange::on_field(std::string_view name, std::string_view value) {
  if (state_ != State::head) return;  // Trailers mean nothing here.
  request_.add_field(name, value);
  if (request_.head_bytes() > head_excess_max * protocol_.set().limits().head_bytes_max) {
    protocol_.end_flood();
  }
}

void Http2Exchange::on_fields_end(bool is_end) {
  if (state_ != State::head) return;
  if (const auto refused = request_.finish_head(); !refused) return refuse(refused.error());
  enter(State::body);
  body_bytes_before_ = protocol_.body_bytes();
  if (request_.expects_continue() && !is_end) say_continue();
}

void Http2Exchange::say_continue() {
  Http2Fields fields;
  fields.add(":status", "100", Repeats::no);
  protocol_.session().inform(id_, fields);
}

void Http2Exchange::on_body(std::span<const char> bytes) {
  protocol_.count_body_bytes(bytes.size());
  if (state_ != State::body) return;
  if (const auto refused = request_.add_body(bytes); !refused) return refuse(refused.error());
  if (!hold_body(request_.body_bytes())) refuse(overload);
}

void Http2Exchange::on_end() {
  if (state_ != State::body) return;
  if (protocol_.may_dispatch()) return dispatch();
  enter(State::waiting);
  protocol_.wait(*this);
}

void Http2Exchange::stop_waiting() {
  if (state_ == State::waiting) dispatch();
}

void Http2Exchange::dispatch() {
  enter(State::handling);
  is_with_handler_ = true;
  protocol_.note_with_handler(1);
  ++protocol_.set().counters().requests;
  Request request = request_.take();
  request.is_encrypted = protocol_.is_encrypted();
  protocol_.set().handler().handle(std::move(request), ReplySlot(weak_from_this()));
}

void Http2Exchange::answer(Response response) {
  is_with_handler_ = false;
  protocol_.note_with_handler(-1);
  hold_body(0);
  if (state_ == State::closed) {
    if (response.source) protocol_.set().retire(std::move(response.source));
    return protocol_.forget(*this);
  }
  send_answer(std::move(response));
}

void Http2Exchange::abandon() {
  is_with_handler_ = false;
  protocol_.note_with_handler(-1);
  if (state_ == State::closed) return protocol_.forget(*this);
  ++protocol_.set().counters().closed_unanswered;
  protocol_.session().reset(id_, Http2Error::internal_error);
  protocol_.want_flush();
}

void Http2Exchange::send_answer(Response response) {
  CHECK(!response.source || response.body.empty(), "an answer has a body or a source");
  if (response.body.size() >= counted_answer_bytes && !hold_body(response.body.size())) {
    hold_body(0);
    return refuse(overload);
  }
  const bool has_body_bytes = has_body(response.status, request_.is_head_method() ? "HEAD" : "");
  const bool sends_body = has_body_bytes && (response.source || !response.body.empty());
  {
    const Http2AnswerHead head(response, protocol_.set().date());
    protocol_.session().answer(id_, head.fields(), sends_body);
  }
  is_last_piece_ = !response.source;
  enter(response.source ? State::streaming : State::answering);
  last_progress_ = since_;
  if (sends_body) {
    bytes_ = std::move(response.body);
    source_ = std::move(response.source);
  } else if (response.source) {
    protocol_.set().retire(std::move(response.source));
  }
  protocol_.want_flush();
}

void Http2Exchange::refuse(const Refusal& refusal) {
  count_refusal(refusal.status, protocol_.set().counters());
  hold_body(0);
  send_answer(response_of(refusal));
}

Http2Stream::Outgoing Http2Exchange::take(std::size_t bytes_max) {
  if (taken_ < bytes_.size()) {
    const std::string_view next = bytes_.view().substr(taken_, bytes_max);
    taken_ += next.size();
    note_progress(next.size());
    return {.bytes = next, .is_end = is_last_piece_ && taken_ == bytes_.size()};
  }
  if (is_last_piece_) return {.bytes = {}, .is_end = true};
  // What has gone out is not held while the source is quiet.
  bytes_ = {};
  taken_ = 0;
  if (!std::exchange(is_asking_, true)) protocol_.want_piece(*this);
  return {};
}

void Http2Exchange::note_progress(std::size_t bytes) {
  taken_in_all_ += bytes;
  last_progress_ = protocol_.set().second();
  protocol_.guard().on_body_bytes(bytes);
}

void Http2Exchange::ask_source() {
  if (!source_) return;
  source_->next([self = weak_from_this()](Result<BodyPiece> piece) {
    if (const auto alive = self.lock()) alive->on_piece(std::move(piece));
  });
}

void Http2Exchange::on_piece(Result<BodyPiece> piece) {
  if (state_ != State::streaming) return;
  if (!piece) {
    ++protocol_.set().counters().closed_unanswered;
    protocol_.session().reset(id_, Http2Error::internal_error);
    return protocol_.want_flush();
  }
  CHECK(piece->is_last || !piece->bytes.empty(), "an empty piece that is not the last");
  is_asking_ = false;
  is_last_piece_ = piece->is_last;
  bytes_ = std::move(piece->bytes);
  taken_ = 0;
  last_progress_ = protocol_.set().second();
  protocol_.session().resume(id_);
  protocol_.want_flush();
}

void Http2Exchange::on_close(Http2Error error) {
  if (error == Http2Error::no_error) protocol_.guard().on_answer();
  enter(State::closed);
  source_.reset();
  bytes_ = {};
  if (is_with_handler_) return;  // answer() or abandon() follows.
  hold_body(0);
  protocol_.forget(*this);
}

bool Http2Exchange::hold_body(std::size_t bytes) {
  return protocol_.set().hold_body(std::exchange(bytes_held_, bytes), bytes);
}

bool Http2Exchange::is_body_too_slow(std::size_t bodies) const {
  const ConnectionSet& set = protocol_.set();
  const ServerLimits& limits = set.limits();
  if (!set.has_passed(since_, limits.body_grace)) return false;
  const auto grace = static_cast<std::size_t>(limits.body_grace.count()) + 1;
  const std::size_t due = (set.second() - since_ - grace) * limits.body_bytes_per_second_min;
  if (request_.body_bytes() > due) return false;
  // A client may send one body after the other, so this one may not have had its turn.
  return protocol_.body_bytes() - body_bytes_before_ <= due * bodies;
}

bool Http2Exchange::is_answer_too_slow() const {
  if (taken_ == bytes_.size()) return false;  // Its end needs no window, or the source is asked.
  const ConnectionSet& set = protocol_.set();
  const ServerLimits& limits = set.limits();
  if (state_ == State::streaming) {
    return set.has_passed(last_progress_, limits.stream_stall_timeout);
  }
  if (set.has_passed(last_progress_, limits.write_timeout)) return true;
  if (!set.has_passed(since_, limits.write_timeout)) return false;
  const auto grace = static_cast<std::size_t>(limits.write_timeout.count()) + 1;
  return taken_in_all_ < (set.second() - since_ - grace) * limits.body_bytes_per_second_min;
}

void Http2Exchange::on_second(std::size_t bodies) {
  switch (state_) {
    case State::head:
      if (!protocol_.set().has_passed(since_, protocol_.set().limits().head_timeout)) return;
      return protocol_.end_slow_head();
    case State::body:
      if (is_body_too_slow(bodies)) refuse({408, "The body came too slowly."});
      return;
    case State::answering:
    case State::streaming:
      if (!is_answer_too_slow()) return;
      ++protocol_.set().counters().closed_slow_reader;
      return protocol_.session().reset(id_, Http2Error::cancel);
    case State::waiting:
    case State::handling:
    case State::closed:
      return;
  }
}

}  // namespace weir::http
