// TlsContext: which authorities a client trusts, and what it asks of a server: TLS 1.2 or 1.3, a
// certificate that one of them signed, and the right name in it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "base/result.h"

namespace weir::http {

struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using SslPointer = std::unique_ptr<SSL, FreeSsl>;

// Threads: any, once made.
class TlsContext {
 public:
  // Trusts the authorities in `ca_file` (PEM), or those of the system if it is empty.
  // Errors: invalid_argument  the file cannot be read or has no certificates.
  static Result<std::unique_ptr<TlsContext>> make(const std::string& ca_file);

  // A session that will accept only a server with a certificate for `host`, a name or an IP
  // address.
  SslPointer make_session(const std::string& host) const;

 private:
  explicit TlsContext(std::unique_ptr<SSL_CTX, FreeSsl> context) : context_(std::move(context)) {}

  const std::unique_ptr<SSL_CTX, FreeSsl> context_;
};

// The oldest entry of this thread's OpenSSL error queue in words; clears the queue.
std::string take_openssl_error();

}  // namespace weir::http
