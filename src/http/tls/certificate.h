// Certificates and private keys as they lie in PEM files, and what one can say about them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "http/tls/openssl_pointer.h"

namespace weir::http {

// What a person wants to know of a certificate.
struct CertificateFacts {
  std::string subject;             // "CN=kinesis.example.com,O=Example".
  std::string issuer;              // The same of whoever signed it.
  std::vector<std::string> names;  // DNS names and addresses that it is for.
  std::string fingerprint;         // SHA-256 of it all: "4A:0B:…".
  WallTime not_before;
  WallTime not_after;
  bool is_self_signed = false;
};

CertificateFacts facts_of(X509& certificate);

// "2026-01-01T00:00:00Z".
std::string time_text(WallTime time);

// Reads all certificates of a PEM text, at least one; other objects in it are passed over.
// Errors: invalid_argument  the reason, as the end of a sentence: "holds no certificate".
Result<std::vector<CertificatePointer>> parse_certificates(const std::string& pem);

// Reads the first private key of a PEM text. Errors: as above; a key with a passphrase is one.
Result<KeyPointer> parse_private_key(const std::string& pem);

// A server's certificate, followed by those that lead to its authority, and its private key.
struct TlsIdentity {
  std::vector<CertificatePointer> chain;  // At least one.
  KeyPointer key;
};

// Whether the identity may be used at `now`. Errors: invalid_argument  as above: "expired on
// 2026-01-01T00:00:00Z".
Result<void> check_validity(const CertificateFacts& facts, WallTime now);

bool belong_together(X509& certificate, EVP_PKEY& key);

std::string encode_pem(X509& certificate);
std::string encode_pem(EVP_PKEY& key);

}  // namespace weir::http
