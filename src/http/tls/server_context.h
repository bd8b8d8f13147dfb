// TlsServerContext: what a server shows its clients and asks of them: TLS 1.2 or 1.3 with ciphers
// that have no known weakness, its certificate, HTTP's protocols by ALPN, session tickets, and
// perhaps a certificate of the client.
//
// Threads: any, once made. All I/O threads share one.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "http/tls/certificate.h"
#include "http/tls/openssl_pointer.h"
#include "http/tls/ticket_keys.h"

namespace weir::http {

enum class ClientCertificates : std::uint8_t {
  not_asked_for,
  optional,  // One that is shown must be good; who shows none is let in.
  required,
};

struct TlsServerOptions {
  TlsIdentity identity;
  ClientCertificates client_certificates = ClientCertificates::not_asked_for;
  std::vector<CertificatePointer> client_authorities;  // Who signs them.
};

class TlsServerContext {
 public:
  // How long a ticket is good, at most: two rotations of its key.
  static constexpr seconds ticket_lifetime{24 * 3600};

  // Errors: invalid_argument  the reason, as the end of a sentence about the certificate.
  static Result<std::shared_ptr<const TlsServerContext>> make(const TlsServerOptions& options);

  // A server's side of a handshake. It may outlive the context.
  SslPointer make_session() const;

  // To be called every half of ticket_lifetime.
  void rotate_ticket_keys() const { ticket_keys_.rotate(); }

 private:
  TlsServerContext(SslContextPointer context, TicketKeys& ticket_keys)
      : context_(std::move(context)), ticket_keys_(ticket_keys) {}

  const SslContextPointer context_;
  TicketKeys& ticket_keys_;  // Of context_.
};

}  // namespace weir::http
