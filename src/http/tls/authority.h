// A local certificate authority: signs the certificate of a server that was given none, so that
// clients which trust the authority trust the server.
//
// The DNS names it can sign are limited to those it was made for, in the certificate by which
// clients trust it: whoever steals its key can pretend to be this server, but nobody else with a
// name. Addresses are not limited.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "env/random.h"
#include "http/tls/certificate.h"

namespace weir::http {

// What a certificate says.
struct CertificateTerms {
  std::vector<std::string> names;  // As parse_certificate_name gives them; at least one.
  WallTime not_before;
  WallTime not_after;
};

// A DNS name, perhaps with "*." in front, or an address, in the one form in which it can be
// compared. Errors: invalid_argument.
Result<std::string> parse_certificate_name(std::string_view text);

// A new private key, on the curve P-256: signing with it is quick, and every client knows it.
KeyPointer make_private_key();

// An authority for the terms' DNS names and what is below them, and for any address, with `key`,
// which is moved from. The same key makes an authority of the same subject.
TlsIdentity make_authority(KeyPointer key, const CertificateTerms& terms, env::Random& random);

// A server's certificate with a new key.
TlsIdentity issue_certificate(const TlsIdentity& authority, const CertificateTerms& terms,
                              env::Random& random);

// Whether `authority` has signed `certificate`, and may sign for the names in it.
bool has_issued(X509& authority, X509& certificate);

// The name under which OpenSSL finds an authority in a directory of them: "1a2b3c4d.0".
std::string hashed_file_name(X509& authority);

}  // namespace weir::http
