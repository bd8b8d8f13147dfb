// TlsAcceptor: where a server takes each handshake's side from. What it makes them of can be
// replaced while the server runs, by another certificate for example; connections that stand stay
// as they are.
//
// Threads: any.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>

#include "base/mutex.h"
#include "http/tls/server_context.h"

namespace weir::http {

class TlsAcceptor {
 public:
  // With `is_required`, nothing but TLS is spoken on the port.
  TlsAcceptor(std::shared_ptr<const TlsServerContext> context, bool is_required)
      : is_required_(is_required), context_(std::move(context)) {}
  TlsAcceptor(const TlsAcceptor&) = delete;
  TlsAcceptor& operator=(const TlsAcceptor&) = delete;

  bool is_required() const { return is_required_; }

  SslPointer make_session() const { return context()->make_session(); }
  void rotate_ticket_keys() { context()->rotate_ticket_keys(); }

  // For the handshakes to come. Tickets that the former context gave are not good any more.
  void replace(std::shared_ptr<const TlsServerContext> context) {
    const MutexLock lock(mutex_);
    context_ = std::move(context);
  }

 private:
  std::shared_ptr<const TlsServerContext> context() const {
    const MutexLock lock(mutex_);
    return context_;
  }

  const bool is_required_;
  mutable Mutex mutex_;
  std::shared_ptr<const TlsServerContext> context_ GUARDED_BY(mutex_);
};

}  // namespace weir::http
