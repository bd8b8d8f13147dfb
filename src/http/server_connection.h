// ServerConnection: one accepted byte stream. It receives and sends bytes, chooses the Protocol by
// the first ones, and closes. If the first bytes are TLS, it goes on over a TlsStream, whose first
// bytes choose the Protocol.
//
// It reads only when its protocol asks, into the protocol's ReceiveBuffer, so a protocol that waits
// for a handler or for its output takes nothing more from the client: TCP holds the client back.
//
// Owned by its ConnectionSet, which outlives it. Threads: the loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "env/network.h"
#include "http/body_bytes.h"
#include "http/protocol.h"
#include "http/receive_buffer.h"
#include "http/tls/tls_stream.h"

namespace weir::http {

class ConnectionSet;

class ServerConnection {
 public:
  // `index` is its place in the set.
  ServerConnection(ConnectionSet& set, std::unique_ptr<env::ByteStream> stream, std::size_t index);
  ~ServerConnection();
  ServerConnection(const ServerConnection&) = delete;
  ServerConnection& operator=(const ServerConnection&) = delete;

  // Waits for the first bytes.
  void start();

  // For the set.
  void on_turn();
  void on_second();
  void on_drain();
  std::size_t index() const { return index_; }
  void set_index(std::size_t index) { index_ = index; }

  // For the protocol.
  ReceiveBuffer& input() { return input_; }
  ConnectionSet& set() { return set_; }

  // Reads at most `bytes_max` into input().room(), which is not empty. Protocol::on_input or
  // on_input_end follows. One read at a time; until then input() must not move.
  void read(std::size_t bytes_max);
  bool is_reading() const { return is_reading_; }
  bool is_encrypted() const { return is_encrypted_; }

  // Sends `head`, then `body`, then `tail`. True if all of it has gone out; false if the rest
  // waits, in which case Protocol::on_output_taken follows, or if the connection broke and is now
  // closed. Nothing may be waiting already. `head` is not needed after the call; `tail` is a
  // literal.
  bool send(std::string_view head, BodyBytes body, std::string_view tail = {});
  bool has_output() const { return output_.bytes_left() > 0; }
  // While set, output may wait for ServerLimits::stream_stall_timeout, at any rate.
  void set_streaming(bool is_streaming) { is_streaming_ = is_streaming; }

  // Ends the connection. Nothing is called any more.
  void close();
  bool is_closed() const { return is_closed_; }

  // Ends the connection after an answer while the client may still be sending. Closing a socket
  // with unread bytes resets the connection, and the client could lose the answer: so what it sends
  // is thrown away until it stops, for a few seconds at most. Nothing is called any more.
  void close_gently();

 private:
  // What send() could not hand over.
  struct Output {
    std::string head;
    BodyBytes body;
    std::string_view tail;
    std::size_t taken = 0;  // Of all together.
    std::uint32_t start = 0;
    std::uint32_t last_progress = 0;

    std::size_t bytes_left() const { return head.size() + body.size() + tail.size() - taken; }
  };

  void on_read(Result<std::size_t> count);
  void on_writable(const Result<void>& writable);
  void choose_protocol();
  void begin_tls();
  void on_handshake(const Result<void>& result);
  void refuse_http2_in_clear_text();
  void discard_input();
  void wait_writable();
  bool is_output_too_slow() const;

  ConnectionSet& set_;
  std::unique_ptr<env::ByteStream> stream_;
  TlsStream* tls_ = nullptr;  // stream_, if it speaks TLS.
  ReceiveBuffer input_;
  std::shared_ptr<Protocol> protocol_;  // Replies hold weak references. Null until it is chosen.
  Output output_;
  std::size_t index_;
  std::uint32_t reads_ = 0;  // In the present second.
  std::uint32_t since_;      // The set's second of the start, of the handshake, or of close_gently.
  bool is_encrypted_ = false;
  bool is_reading_ = false;
  bool is_streaming_ = false;
  bool is_lingering_ = false;  // close_gently was called.
  bool is_closed_ = false;
};

}  // namespace weir::http
