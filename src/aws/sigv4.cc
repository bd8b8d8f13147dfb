#include "aws/sigv4.h"

#include <string>
#include <string_view>

#include "aws/sigv4_time.h"
#include "base/bytes.h"
#include "base/time.h"
#include "codec/hash.h"
#include "codec/hex.h"

namespace weir::aws {

void append_scope(std::string& to, const CredentialScope& scope) {
  for (const std::string_view part : {scope.date, scope.region, scope.service}) {
    to += part;
    to += '/';
  }
  to += sigv4_terminator;
}

void append_string_to_sign(std::string& to, WallTime signed_at, const CredentialScope& scope,
                           std::string_view canonical_request) {
  to += sigv4_algorithm;
  to += '\n';
  append_sigv4_time(to, signed_at);
  to += '\n';
  append_scope(to, scope);
  to += '\n';
  const codec::Sha256Digest hash = codec::sha256(bytes_of(canonical_request));
  Signature digits{};
  codec::hex_encode(hash, digits.data());
  to += text_of(digits);
}

codec::HmacKey make_signing_key(std::string_view secret_access_key, const CredentialScope& scope) {
  std::string secret = "AWS4";
  secret += secret_access_key;
  codec::HmacKey key(bytes_of(secret));
  for (const std::string_view part : {scope.date, scope.region, scope.service, sigv4_terminator}) {
    key = codec::HmacKey(key.mac(bytes_of(part)));
  }
  return key;
}

Signature sign(const codec::HmacKey& signing_key, std::string_view string_to_sign) {
  Signature digits{};
  codec::hex_encode(signing_key.mac(bytes_of(string_to_sign)), digits.data());
  return digits;
}

}  // namespace weir::aws
