// TlsContext: which authorities a client trusts, and what it asks of a server: TLS 1.2 or 1.3, a
// certificate that one of them signed, and the right name in it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/tls/openssl_pointer.h"

namespace weir::http {

// What a client offers to speak inside TLS. It must offer something: else Amazon's servers may
// choose HTTP/2.
enum class Alpn : std::uint8_t { http1, http2, both };

// Threads: any, once made.
class TlsContext {
 public:
  // Trusts the authorities in `ca_file` (PEM), or those of the system if it is empty. A text that
  // begins with "-----BEGIN" is no path but the authorities themselves.
  // Errors: invalid_argument  the file cannot be read or has no certificates.
  static Result<std::unique_ptr<TlsContext>> make(const std::string& ca_file,
                                                  Alpn alpn = Alpn::http1);

  // A session that will accept only a server with a certificate for `host`, a name or an IP
  // address.
  SslPointer make_session(const std::string& host) const;

 private:
  explicit TlsContext(SslContextPointer context) : context_(std::move(context)) {}

  const SslContextPointer context_;
};

}  // namespace weir::http
