// Http2Exchange: one request on an HTTP/2 connection of a server, and its answer.
//
// Threads: the loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"
#include "http/body_bytes.h"
#include "http/body_source.h"
#include "http/http1_syntax.h"
#include "http/http2/http2_stream.h"
#include "http/http2_request.h"
#include "http/message.h"

namespace weir::http {

class Http2Protocol;

class Http2Exchange final : public Http2Stream, public std::enable_shared_from_this<Http2Exchange> {
 public:
  // `protocol` owns it. `index` is its place there.
  Http2Exchange(Http2Protocol& protocol, std::int32_t id, std::size_t index);
  ~Http2Exchange() override;
  Http2Exchange(const Http2Exchange&) = delete;
  Http2Exchange& operator=(const Http2Exchange&) = delete;

  // Http2Stream.
  void on_field(std::string_view name, std::string_view value) override;
  void on_fields_end(bool is_end) override;
  void on_body(std::span<const char> bytes) override;
  void on_end() override;
  void on_close(Http2Error error) override;
  Outgoing take(std::size_t bytes_max) override;

  // For the protocol.
  std::size_t index() const { return index_; }
  void set_index(std::size_t index) { index_ = index; }
  // Asks for the next piece of a streamed answer, as take() wanted it.
  void ask_source();
  // Hands the request to the handler, unless the client has gone meanwhile.
  void stop_waiting();
  // Looks at the time-outs; may refuse the request, reset the stream or end the connection.
  // `bodies` are coming on the connection at present.
  void on_second(std::size_t bodies);

 private:
  class ReplySlot;

  // A stream goes through these from top to bottom, and may be closed at any time.
  enum class State : std::uint8_t {
    head,
    body,
    waiting,    // Too many are with the handler.
    handling,   // The handler has it.
    answering,  // The answer goes out.
    streaming,  // Its pieces go out as they come.
    closed,     // The client has gone; the handler may still have the request.
  };

  void enter(State state);
  void dispatch();
  void answer(Response response);
  void abandon();
  void send_answer(Response response);
  void refuse(const Refusal& refusal);
  void say_continue();
  void on_piece(Result<BodyPiece> piece);
  bool hold_body(std::size_t bytes);
  void note_progress(std::size_t bytes);
  bool is_body_too_slow(std::size_t bodies) const;
  bool is_answer_too_slow() const;

  Http2Protocol& protocol_;
  const std::int32_t id_;
  std::size_t index_;
  State state_ = State::head;
  bool is_with_handler_ = false;
  Http2Request request_;
  std::size_t bytes_held_ = 0;
  std::uint32_t since_;                  // The set's second in which the present wait began.
  std::uint64_t body_bytes_before_ = 0;  // Of the whole connection, when this body began.

  BodyBytes bytes_;  // The answer's body, or its present piece.
  std::size_t taken_ = 0;
  std::size_t taken_in_all_ = 0;
  std::uint32_t last_progress_ = 0;
  bool is_last_piece_ = false;
  bool is_asking_ = false;  // The source owes a piece.
  std::unique_ptr<BodySource> source_;
};

}  // namespace weir::http
