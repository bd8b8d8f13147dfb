// What a server's TLS is made of, as it lies in files.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "base/time.h"
#include "env/file_system.h"
#include "http/tls/certificate.h"
#include "http/tls/server_context.h"

namespace weir::server {

struct TlsFiles {
  std::string certificate;
  std::string private_key;              // May be the same file.
  std::string client_authorities = {};  // Empty: clients are not asked for certificates.
  http::ClientCertificates client_certificates = http::ClientCertificates::not_asked_for;
};

// What is in them.
struct TlsTexts {
  std::string certificate;
  std::string private_key;
  std::string client_authorities;
  std::string digest;  // Differs when a file does.
};

struct TlsMaterial {
  http::TlsServerOptions options;
  http::CertificateFacts facts;  // Of the server's certificate.
  std::string digest;
};

// Blocks. Errors: one sentence that names the file and why it cannot be read.
Result<TlsTexts> read_tls_texts(env::FileSystem& files, const TlsFiles& paths);

// Reads and checks everything. Blocks.
// Errors: one sentence that names the file: it cannot be read or understood, certificate and key do
// not belong together, the certificate is not valid at `now`.
Result<TlsMaterial> parse_tls_texts(const TlsTexts& texts, const TlsFiles& paths, WallTime now);
Result<TlsMaterial> read_tls_material(env::FileSystem& files, const TlsFiles& paths, WallTime now);

}  // namespace weir::server
