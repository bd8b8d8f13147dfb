// ClientConnection: one connection of a Client's pool. It connects, with TLS or without, and
// carries one exchange after another.
//
// A read is always under way, so that an idle connection notices when the server closes it, and an
// answer that comes before the request is sent (413) is not missed.
//
// Threads: the loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "env/event_loop.h"
#include "env/network.h"
#include "http/client.h"
#include "http/client_exchange.h"
#include "http/response_reader.h"
#include "http/tls/tls_context.h"
#include "http/tls/tls_stream.h"

namespace weir::http {

class ClientConnection;

// How a connection was left by an exchange.
struct ExchangeEnd {
  Exchange exchange;
  Result<ClientResponse> result;
};

// What a pool gives its connections and hears from them.
class ClientConnectionOwner {
 public:
  virtual ~ClientConnectionOwner() = default;

  // The exchange has its result. The connection is idle or closed. The connection's last act in a
  // callback: it may be destroyed.
  virtual void on_exchange_end(ClientConnection& connection, ExchangeEnd end) = 0;

  // An idle connection has closed. As above.
  virtual void on_idle_end(ClientConnection& connection) = 0;
};

class ClientConnection : public std::enable_shared_from_this<ClientConnection> {
 public:
  struct Surroundings {
    env::EventLoop& loop;
    env::Network& network;
    const Origin& origin;
    const ClientLimits& limits;
    const TlsContext* tls;  // Null without TLS.
    ClientConnectionOwner& owner;
  };

  explicit ClientConnection(const Surroundings& surroundings) : surroundings_(surroundings) {}
  ClientConnection(const ClientConnection&) = delete;
  ClientConnection& operator=(const ClientConnection&) = delete;

  // Connects and then carries `exchange`.
  void connect(Exchange exchange);

  // Carries `exchange`, which is moved from, on an idle connection. False if the connection turns
  // out to be closed: then nothing was sent and `exchange` is untouched.
  bool begin(Exchange& exchange);

  // Once a second. May end the exchange under way.
  void on_second();

  bool is_idle() const { return state_ == State::idle; }

 private:
  enum class State : std::uint8_t { connecting, idle, busy, closed };

  void on_connected(Result<std::unique_ptr<env::ByteStream>> stream);
  void on_ready();
  void read();
  void on_read(Result<std::size_t> count);
  void on_answer_bytes(std::size_t count);
  void write();
  Result<std::size_t> write_rest();
  void succeed();
  void fail_exchange(Error error);
  Error broken_off(std::string_view reason) const;

  const Surroundings surroundings_;
  State state_ = State::connecting;
  std::unique_ptr<env::ByteStream> stream_;
  Exchange exchange_;
  std::size_t bytes_sent_ = 0;
  bool is_waiting_writable_ = false;
  // The server takes no more. It may have answered all the same: the read will tell.
  bool is_write_broken_ = false;
  std::optional<ResponseReader> reader_;
  std::uint32_t seconds_ = 0;  // Since the connection or the exchange began.
};

}  // namespace weir::http
