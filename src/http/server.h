// Server: accepts connections on one loop and speaks HTTP with them.
//
// The first bytes decide the protocol (server_connection.h): TLS or clear text, and in both of them
// HTTP/1.1; HTTP/2 takes its place there. One Server for each I/O thread, all on the same port.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/done.h"
#include "base/time.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "http/message.h"
#include "http/tls/acceptor.h"

namespace weir::http {

// What a client may cost. Each bounds something that it controls.
struct ServerLimits {
  // Connections of one Server (so of one I/O thread); further ones are closed at once.
  std::size_t connections_max = 20'000;
  // Request line and headers together. SDKs send 0.5 to 3 KiB, session tokens up to 4 KiB more.
  std::size_t head_bytes_max = 64u << 10;
  std::size_t headers_max = 100;
  // 10 MiB of records in base64 (14 MiB) with keys and JSON around them.
  std::size_t body_bytes_max = 20u << 20;
  // From the first byte of a request (or the connection's start) to the end of its head.
  seconds head_timeout{10};
  // Between requests.
  seconds idle_timeout{75};
  // The body must come in at this rate, measured from the end of the head, after a grace period.
  seconds body_grace{10};
  std::size_t body_bytes_per_second_min = 16u << 10;
  // Requests of one HTTP/2 connection at the same time.
  std::uint32_t streams_max = 256;
  // Bodies that have arrived, of all connections of one Server together, until they are answered.
  // What would go over is refused with 503, which SDKs retry: memory stays bounded however many
  // send.
  std::size_t body_bytes_total_max = 1u << 30;
  // An answer of which the client takes nothing for this long ends the connection; so does one that
  // has taken longer than this and goes out at less than body_bytes_per_second_min.
  seconds write_timeout{30};
  // The same for an answer that is made piece by piece, whose reader may have much to do between
  // two pieces: as long as a Kinesis subscription lasts.
  seconds stream_stall_timeout{300};
};

// What has happened since the server started.
struct ServerCounters {
  std::uint64_t connections_accepted = 0;
  std::uint64_t connections_refused = 0;  // Over connections_max, or while draining.
  std::uint64_t tls_handshakes = 0;       // That succeeded.
  std::uint64_t tls_resumed = 0;          // Those of them that went on with a former session.
  std::uint64_t tls_failed = 0;           // Refused by one of the two sides, or not TLS at all.
  std::uint64_t requests = 0;             // Handed to the handler.
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  // Answered by the server itself, by reason:
  std::uint64_t refused_malformed = 0;    // 400
  std::uint64_t refused_too_slow = 0;     // 408
  std::uint64_t refused_body_size = 0;    // 413
  std::uint64_t refused_head_size = 0;    // 431
  std::uint64_t refused_unsupported = 0;  // 501, 505
  std::uint64_t refused_overload = 0;     // 503
  // Closed without an answer:
  std::uint64_t closed_idle = 0;  // Nothing came within idle_timeout, or head_timeout at first.
  std::uint64_t closed_slow_reader = 0;  // The client did not take its answer.
  std::uint64_t closed_flooding = 0;     // HTTP/2: more frames than requests can need.
  std::uint64_t closed_unanswered = 0;   // The handler dropped the reply or broke it off.
};

// Threads: `loop`'s.
class Server {
 public:
  virtual ~Server() = default;

  virtual std::uint16_t port() const = 0;
  virtual std::size_t connections() const = 0;
  virtual const ServerCounters& counters() const = 0;

  // Stops accepting, closes idle connections, lets requests under way finish (their answers carry
  // `Connection: close`), then answers. After `patience` what is left is cut off.
  virtual void drain(seconds patience, Done<void> done) = 0;
};

// Listens on `address`:`port` (0: any free one). Without `tls` only clear text is spoken. All
// arguments but the strings must outlive the server. Errors: those of env::Network::listen.
Result<std::unique_ptr<Server>> serve(env::EventLoop& loop, env::Network& network,
                                      const env::Clock& clock, Handler& handler,
                                      const std::string& address, std::uint16_t port,
                                      const ServerLimits& limits, const TlsAcceptor* tls = nullptr);

}  // namespace weir::http
