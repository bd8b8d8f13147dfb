// Http1Protocol: HTTP/1.1 on one connection of a server.
//
// One request at a time is with the handler; those that the client has sent behind it wait, in the
// connection's buffer or in the kernel, and are answered in order. HTTP/1.0 is spoken too.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "http/body_source.h"
#include "http/chunked_body.h"
#include "http/http1_answer.h"
#include "http/http1_parser.h"
#include "http/http1_syntax.h"
#include "http/message.h"
#include "http/protocol.h"
#include "http/server_connection.h"

namespace weir::http {

class ConnectionSet;

class Http1Protocol final : public Protocol, public std::enable_shared_from_this<Http1Protocol> {
 public:
  // `connection` owns it. `start` is the set's second in which the connection was accepted.
  Http1Protocol(ServerConnection& connection, std::uint32_t start);
  ~Http1Protocol() override;
  Http1Protocol(const Http1Protocol&) = delete;
  Http1Protocol& operator=(const Http1Protocol&) = delete;

  void on_input() override;
  void on_input_end() override;
  void on_output_taken() override;
  void on_turn() override;
  void on_second() override;
  void on_drain() override;

  // Answers with the refusal's status and closes: what follows in the stream cannot be understood.
  void refuse(const Refusal& refusal);

 private:
  class ReplySlot;

  // A request goes through these from top to bottom.
  enum class State : std::uint8_t {
    settling,  // The last answer has gone out; its request may still be held.
    idle,      // Nothing of a request has come.
    head,
    fixed_body,  // Of Content-Length bytes.
    chunked_body,
    handling,   // The handler has it.
    answering,  // The answer waits for the client to take it.
    streaming,  // Its pieces go out as they come. Meanwhile the connection reads on, so that a
                // client that goes is noticed.
  };

  void run();
  // One step; false when something must happen first, or the connection is closed.
  bool advance();
  bool advance_settling();
  bool advance_head();
  bool advance_fixed_body();
  bool advance_chunked_body();
  bool begin_body(std::string_view bytes, std::size_t head_bytes);
  bool wait_for_input(std::size_t bytes_max);
  bool refuse_head(const Refusal& refusal);
  bool refuse_and_stop(const Refusal& refusal);
  bool dispatch(std::size_t body_bytes);

  void answer(Response response);
  void abandon();
  BodyFraming framing_of(const Response& response) const;
  void on_head_taken();
  void on_piece(Result<BodyPiece> piece);
  void on_piece_taken();
  bool watch_client();
  void finish_request();

  // The connection's part in ConnectionSet::hold_body. False if it cannot have that much.
  bool hold_body(std::size_t bytes);
  bool is_body_too_slow() const;
  std::size_t body_bytes_received() const;

  ServerConnection& connection_;
  ConnectionSet& set_;
  State state_ = State::idle;
  bool is_first_request_ = true;
  bool is_running_ = false;
  bool closes_after_answer_ = false;
  bool is_refused_ = false;
  std::uint32_t since_;  // The set's second in which the present wait began.

  HeadScanner scanner_;
  RequestHead head_;
  const char* parsed_at_ = nullptr;  // Where the head was when its views were made.
  std::size_t head_bytes_ = 0;
  std::size_t request_bytes_ = 0;  // Head and body as sent.
  std::size_t body_bytes_held_ = 0;
  std::optional<ChunkedBody> chunked_;

  // Of a streamed answer:
  std::unique_ptr<BodySource> source_;
  bool is_source_chunked_ = false;
  bool is_last_piece_ = false;
};

}  // namespace weir::http
