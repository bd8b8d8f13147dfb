#include "http/http2_protocol.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/time.h"
#include "http/connection_set.h"
#include "http/http2/frame_scanner.h"
#include "http/http2/http2_session.h"
#include "http/http2/http2_stream.h"
#include "http/http2_exchange.h"
#include "http/receive_buffer.h"
#include "http/server.h"
#include "http/server_connection.h"

namespace weir::http {
namespace {

// Handed to the stream in one piece, more or less: as much as stays in the processor's cache.
constexpr std::size_t output_bytes = 128u << 10;

// The room for reading while more is known to come than the small block holds.
constexpr std::size_t large_read_bytes = 64u << 10;

Http2Session::Settings settings_of(const ServerLimits& limits) {
  return {.streams_max = limits.streams_max,
          .head_bytes_max = static_cast<std::uint32_t>(limits.head_bytes_max)};
}

}  // namespace

Http2Protocol::Http2Protocol(ServerConnection& connection, std::uint32_t start)
    : connection_(connection),
      set_(connection.set()),
      session_(Http2Session::Side::server, settings_of(set_.limits()), *this),
      since_(start) {}

Http2Protocol::~Http2Protocol() = default;

void Http2Protocol::on_input() {
  ReceiveBuffer& input = connection_.input();
  more_waits_ = input.room().empty();
  is_receiving_ = true;
  const bool can_go_on = session_.receive(input.received());
  is_receiving_ = false;
  if (connection_.is_closed()) return;
  if (!can_go_on) {
    ++set_.counters().refused_malformed;
    return connection_.close();
  }
  input.consume(input.received().size());
  input.settle();
  if (ending_ == Ending::announced && has_round_trip_) begin_end();
  flush();
  read_on();
}

void Http2Protocol::on_input_end() { connection_.close(); }

void Http2Protocol::on_output_taken() {
  flush();
  read_on();
}

void Http2Protocol::on_turn() {
  has_turn_ = false;
  dispatch_waiting();
  flush();
  read_on();
}

void Http2Protocol::read_on() {
  const bool must_wait = connection_.is_reading() || connection_.has_output() || !may_dispatch();
  if (must_wait || is_finished_ || connection_.is_closed()) return;
  ReceiveBuffer& input = connection_.input();
  // An idle connection is to hold no more than the small block.
  if (more_waits_ || receiving_ > 0) input.reserve(large_read_bytes);
  connection_.read(input.room().size());
}

void Http2Protocol::flush() {
  // Read and not yet answered to, or the reverse: whatever is waiting has its turn afterwards.
  while (!is_finished_ && !connection_.is_closed() && !connection_.has_output()) {
    std::string& output = set_.scratch();
    output.clear();
    session_.collect(output, output_bytes);
    if (!output.empty()) {
      connection_.send(output, {});
    } else if (!asking_.empty()) {
      ask_sources();
    } else {
      if (session_.is_over()) finish();
      return;
    }
  }
}

// Not from inside collect(): what a source does next is its own affair.
void Http2Protocol::ask_sources() {
  for (const auto& exchange : std::exchange(asking_, {})) exchange->ask_source();
}

void Http2Protocol::finish() {
  is_finished_ = true;
  if (ending_ == Ending::no && !is_cut_off_) ++set_.counters().refused_malformed;
  // Whoever still works for a request is told now.
  exchanges_.clear();
  waiting_.clear();
  set_.is_draining() ? connection_.close() : connection_.close_gently();
}

void Http2Protocol::want_flush() {
  if (is_receiving_ || is_finished_ || connection_.is_closed()) return;
  if (!std::exchange(has_turn_, true)) set_.give_turn(connection_);
}

void Http2Protocol::want_piece(Http2Exchange& exchange) {
  asking_.push_back(exchange.shared_from_this());
}

Http2Stream* Http2Protocol::on_new_stream(std::int32_t id) {
  exchanges_.push_back(std::make_shared<Http2Exchange>(*this, id, exchanges_.size()));
  return exchanges_.back().get();
}

bool Http2Protocol::on_frame(const FrameHead& head) {
  if (head.type == FrameType::settings) has_settings_ = true;
  if (head.type == FrameType::ping && (head.flags & FrameHead::ack) != 0) has_round_trip_ = true;
  if (guard_.admit(head)) return true;
  ++set_.counters().closed_flooding;
  is_cut_off_ = true;
  return false;
}

void Http2Protocol::forget(Http2Exchange& exchange) {
  const std::size_t index = exchange.index();
  CHECK(index < exchanges_.size() && exchanges_[index].get() == &exchange);
  const std::shared_ptr<Http2Exchange> forgotten = std::move(exchanges_[index]);
  if (index + 1 < exchanges_.size()) {
    exchanges_[index] = std::move(exchanges_.back());
    exchanges_[index]->set_index(index);
  }
  exchanges_.pop_back();
  if (exchanges_.empty() && ending_ == Ending::no) since_ = set_.second();
}

void Http2Protocol::note_receiving(int change) {
  receiving_ += static_cast<std::size_t>(static_cast<std::ptrdiff_t>(change));
}

void Http2Protocol::note_with_handler(int change) {
  const bool was_full = !may_dispatch();
  with_handler_ += static_cast<std::size_t>(static_cast<std::ptrdiff_t>(change));
  if (was_full) want_flush();  // Goes on with those that wait, and with reading.
}

bool Http2Protocol::may_dispatch() const { return with_handler_ < set_.limits().streams_max; }

void Http2Protocol::wait(Http2Exchange& exchange) {
  waiting_.push_back(exchange.shared_from_this());
}

void Http2Protocol::dispatch_waiting() {
  std::size_t done = 0;
  while (done < waiting_.size() && may_dispatch() && !is_finished_) {
    waiting_[done++]->stop_waiting();
  }
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(done));
}

void Http2Protocol::end_flood() {
  if (std::exchange(is_cut_off_, true)) return;
  ++set_.counters().closed_flooding;
  session_.terminate(Http2Error::enhance_your_calm);
}

void Http2Protocol::end_slow_head() {
  if (std::exchange(is_cut_off_, true)) return;
  ++set_.counters().refused_too_slow;
  session_.terminate(Http2Error::enhance_your_calm);
}

void Http2Protocol::on_second() {
  if (is_finished_) return;
  guard_.pass_second();
  // From the back: one that goes is replaced by the last one, which was looked at before.
  for (std::size_t i = exchanges_.size(); i > 0; --i) exchanges_[i - 1]->on_second(receiving_);
  if (ending_ == Ending::announced && set_.has_passed(since_, seconds(1))) begin_end();
  look_at_idle();
  if (connection_.is_closed()) return;
  flush();
  read_on();
}

void Http2Protocol::look_at_idle() {
  if (!exchanges_.empty() || ending_ != Ending::no) return;
  const ServerLimits& limits = set_.limits();
  if (!set_.has_passed(since_, has_settings_ ? limits.idle_timeout : limits.head_timeout)) return;
  ++set_.counters().closed_idle;
  has_settings_ ? announce_end() : connection_.close();
}

void Http2Protocol::announce_end() {
  ending_ = Ending::announced;
  since_ = set_.second();
  session_.announce_end();
  session_.ping();
}

void Http2Protocol::begin_end() {
  ending_ = Ending::begun;
  session_.end();
}

void Http2Protocol::on_drain() {
  if (is_finished_ || ending_ != Ending::no) return;
  announce_end();
  flush();
}

}  // namespace weir::http
