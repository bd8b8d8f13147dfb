// Http2Protocol: HTTP/2 (RFC 9113) on one connection of a server.
//
// Requests of a connection are independent of each other: each has an Http2Exchange. What they have
// to say is collected while the connection works, and goes out in one piece at the end of its turn.
//
// While output waits for the client nothing is read, so that no client can make answers pile up;
// nor while as many requests are with the handler as may be open, even if the client has reset
// them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "http/http2/flood_guard.h"
#include "http/http2/frame_scanner.h"
#include "http/http2/http2_session.h"
#include "http/http2/http2_stream.h"
#include "http/http2_exchange.h"
#include "http/protocol.h"
#include "http/server_connection.h"

namespace weir::http {

class ConnectionSet;

class Http2Protocol final : public Protocol, public Http2Owner {
 public:
  // `connection` owns it. `start` is the set's second in which the connection was accepted.
  Http2Protocol(ServerConnection& connection, std::uint32_t start);
  ~Http2Protocol() override;
  Http2Protocol(const Http2Protocol&) = delete;
  Http2Protocol& operator=(const Http2Protocol&) = delete;

  // Protocol.
  void on_input() override;
  void on_input_end() override;
  void on_output_taken() override;
  void on_turn() override;
  void on_second() override;
  void on_drain() override;

  // Http2Owner.
  Http2Stream* on_new_stream(std::int32_t id) override;
  bool on_frame(const FrameHead& head) override;
  void on_goaway() override {}

  // The rest is for exchanges.
  ConnectionSet& set() { return set_; }
  Http2Session& session() { return session_; }
  FloodGuard& guard() { return guard_; }
  std::string_view peer_address() { return connection_.input().peer_address(); }
  bool is_encrypted() const { return connection_.is_encrypted(); }

  // Sends what there is once everything else that is due is done.
  void want_flush();
  // Calls exchange.ask_source() after that.
  void want_piece(Http2Exchange& exchange);
  // Destroys it.
  void forget(Http2Exchange& exchange);
  // End the connection, with all its requests.
  void end_flood();
  void end_slow_head();

  // Bytes of bodies that have come, of all requests together.
  std::uint64_t body_bytes() const { return body_bytes_; }
  void count_body_bytes(std::size_t count) { body_bytes_ += count; }
  // How many bodies are coming, and requests are with the handler.
  void note_receiving(int change);
  void note_with_handler(int change);
  bool may_dispatch() const;
  // Calls exchange.stop_waiting() when another request is done.
  void wait(Http2Exchange& exchange);

 private:
  enum class Ending : std::uint8_t {
    no,
    announced,  // The client is told that it will end; requests on their way are still taken,
                // until it has answered a PING, or for a second or two.
    begun,      // No more of them.
  };

  void announce_end();
  void begin_end();
  void flush();
  void ask_sources();
  void dispatch_waiting();
  void finish();
  void read_on();
  void look_at_idle();

  ServerConnection& connection_;
  ConnectionSet& set_;
  Http2Session session_;
  FloodGuard guard_;
  // A request stays here until it is answered and its stream is closed, whichever comes last.
  std::vector<std::shared_ptr<Http2Exchange>> exchanges_;
  std::vector<std::shared_ptr<Http2Exchange>> asking_;   // For pieces.
  std::vector<std::shared_ptr<Http2Exchange>> waiting_;  // For the handler.
  std::uint64_t body_bytes_ = 0;
  std::size_t receiving_ = 0;
  std::size_t with_handler_ = 0;
  std::uint32_t since_;  // The set's second of the start, of the last request's end, of the ending.
  Ending ending_ = Ending::no;
  bool has_settings_ = false;    // The client's, which must come first.
  bool has_round_trip_ = false;  // A PING has been answered.
  bool is_receiving_ = false;
  bool has_turn_ = false;     // Promised, not yet come.
  bool more_waits_ = false;   // The last read filled all the room it had.
  bool is_cut_off_ = false;   // By end_flood() or end_slow_head().
  bool is_finished_ = false;  // Nothing is done any more.
};

}  // namespace weir::http
