// Connection: carries one call at a time to one endpoint and says what it cost.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/time.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "http/client.h"
#include "http/tls/tls_context.h"
#include "meter/wire/request_head.h"

namespace weir::meter {

// What happened on the wire.
struct Exchange {
  int status = 0;              // 0: no answer came;
  std::string_view failure{};  // and why, one sentence.
  bool is_too_slow = false;    // No answer within the time-out.
  std::span<char> body{};      // Of the answer; may be overwritten.
  MonotonicTime first_byte{};  // Of the answer.
  MonotonicTime ended{};       // The answer's last byte, or when it failed.
  nanoseconds connect{0};      // Making the connection, 0 where it was there.
  std::size_t bytes_sent = 0;  // Heads included, TLS not.
  std::size_t bytes_received = 0;
};

class ExchangeListener {
 public:
  virtual ~ExchangeListener() = default;
  // The call is over. Views last for the call of this. The connection takes the next one from now
  // on, but is not to be destroyed in here.
  virtual void on_exchange(const Exchange& exchange) = 0;
};

class Connection {
 public:
  virtual ~Connection() = default;

  // Connects if need be, signs and sends. `body` and `head` must live until the listener, which
  // must too, has been told; never inside this call. Destroyed, it tells nobody any more.
  virtual void send(RequestHead& head, std::string_view body, ExchangeListener& listener) = 0;

  // Once a second.
  virtual void on_second() = 0;
};

// All must outlive the connection.
struct ConnectionSurroundings {
  env::EventLoop& loop;
  env::Network& network;
  const env::Clock& clock;
  const http::Origin& origin;
  const http::ClientLimits& limits;
  const http::TlsContext* tls;  // Null without TLS.
};

// HTTP/1.1, on a connection of its own that is kept and made anew when the server closes it. No
// memory is taken for a call once its buffers have grown.
std::unique_ptr<Connection> make_http1_connection(const ConnectionSurroundings& surroundings);

// A place in a client that others use too: HTTP/2. `client` must outlive it. Bytes are counted
// without frames and compression of headers; the answer's first byte is not known apart.
std::unique_ptr<Connection> make_http2_connection(const ConnectionSurroundings& surroundings,
                                                  http::Client& client);

}  // namespace weir::meter
