// Http2ClientStream: one exchange on an HTTP/2 connection of a client.
//
// Threads: the loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/done.h"
#include "base/result.h"
#include "env/event_loop.h"
#include "http/body_source.h"
#include "http/client.h"
#include "http/client_exchange.h"
#include "http/http2/http2_stream.h"

namespace weir::http {

class Http2ClientConnection;

class Http2ClientStream final : public Http2Stream,
                                public std::enable_shared_from_this<Http2ClientStream> {
 public:
  // `connection` owns it, and whoever reads the body of a streamed answer, which may outlive the
  // connection.
  Http2ClientStream(Http2ClientConnection& connection, Exchange exchange);
  ~Http2ClientStream() override;
  Http2ClientStream(const Http2ClientStream&) = delete;
  Http2ClientStream& operator=(const Http2ClientStream&) = delete;

  const Exchange& exchange() const { return exchange_; }
  Exchange take_exchange() { return std::move(exchange_); }
  // What the session calls it.
  void set_id(std::int32_t id) { id_ = id; }

  // Http2Stream.
  void on_field(std::string_view name, std::string_view value) override;
  void on_fields_end(bool is_end) override;
  void on_body(std::span<const char> bytes) override;
  void on_end() override;
  void on_close(Http2Error error) override;
  Outgoing take(std::size_t bytes_max) override;

  // The connection is no more: answers with the error, unless the answer is complete.
  void break_off(const Error& error);
  void on_second();
  // The client is no more: only who reads the body gets the error.
  void abandon(const Error& error);

 private:
  class Body;

  void fail(Error error);
  void give_up(std::string_view reason);
  void open();

  // For Body.
  void next_piece(Done<BodyPiece> done);
  void give_piece();
  void drop_body();

  Http2ClientConnection* connection_;  // Null once it is no more.
  env::EventLoop& loop_;
  std::int32_t id_ = 0;
  Exchange exchange_;
  std::size_t sent_ = 0;  // Of the request's body.
  ClientResponse response_;
  std::size_t head_bytes_ = 0;  // Of the answer, with interim ones.
  bool has_head_ = false;
  bool is_ended_ = false;   // By the server, or given up.
  bool is_closed_ = false;  // The session has forgotten it.
  std::uint32_t seconds_ = 0;

  bool is_streaming_ = false;   // A Body reads it.
  Done<BodyPiece> piece_done_;  // Empty while no piece is asked for.
  std::optional<Error> body_error_;
};

}  // namespace weir::http
