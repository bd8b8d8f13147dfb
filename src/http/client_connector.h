// ClientConnector: makes one connection of a client: TCP, and TLS where it is wanted.
//
// Threads: the loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "base/done.h"
#include "base/result.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "http/client.h"
#include "http/tls/tls_context.h"
#include "http/tls/tls_stream.h"

namespace weir::http {

struct Connected {
  std::unique_ptr<env::ByteStream> stream;
  bool is_http2 = false;
};

// Destroyed, it answers no more.
class ClientConnector : public std::enable_shared_from_this<ClientConnector> {
 public:
  // The references must outlive it. `tls` is null without TLS.
  ClientConnector(env::EventLoop& loop, env::Network& network, const Origin& origin,
                  const ClientLimits& limits, const TlsContext* tls)
      : loop_(loop), network_(network), origin_(origin), limits_(limits), tls_(tls) {}

  // Once. Errors: unavailable  nobody is there, or it is not who it should be, or it took too long.
  void connect(Done<Connected> done);

  // Once a second.
  void on_second();

 private:
  void on_stream(Result<std::unique_ptr<env::ByteStream>> stream);
  void on_handshake(Result<void> result);
  void answer(Result<Connected> connected);

  env::EventLoop& loop_;
  env::Network& network_;
  const Origin& origin_;
  const ClientLimits& limits_;
  const TlsContext* const tls_;
  std::unique_ptr<TlsStream> tls_stream_;
  Done<Connected> done_;  // Empty once answered.
  std::uint32_t seconds_ = 0;
};

}  // namespace weir::http
