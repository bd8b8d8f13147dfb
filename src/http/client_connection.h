// ClientConnection: one connection of a Client's pool, whichever version of HTTP it speaks.
//
// Threads: the loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "env/event_loop.h"
#include "http/client.h"
#include "http/client_exchange.h"

namespace weir::http {

class ClientConnection;

// What a pool hears from its connections. It keeps a connection alive as long as the call lasts.
class ClientConnectionOwner {
 public:
  virtual ~ClientConnectionOwner() = default;

  // can_begin() may have become true.
  virtual void on_free(ClientConnection& connection) = 0;
  // The connection has closed; its exchanges have ended.
  virtual void on_closed(ClientConnection& connection) = 0;
  // The server has not looked at the request and will not: it may be sent anew elsewhere.
  virtual void on_refused(Exchange exchange) = 0;
};

class ClientConnection {
 public:
  struct Surroundings {
    env::EventLoop& loop;
    const Origin& origin;
    const std::string& authority;
    const ClientLimits& limits;
    ClientConnectionOwner& owner;
  };

  virtual ~ClientConnection() = default;

  // Whether it takes another exchange now.
  virtual bool can_begin() const = 0;
  // How many are under way.
  virtual std::size_t exchanges() const = 0;
  // Carries `exchange`, which is moved from. False if the connection turns out to be closed: then
  // nothing was sent, `exchange` is untouched, and the owner is not told.
  virtual bool begin(Exchange& exchange) = 0;
  // Once a second. May end exchanges.
  virtual void on_second() = 0;
  // The client has gone: the owner must not be called any more, nor anybody answered, except who
  // reads a body.
  virtual void abandon() = 0;
};

// unavailable, with the origin and the reason.
Error broken_off(const Origin& origin, std::string_view reason);

}  // namespace weir::http
