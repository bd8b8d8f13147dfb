// Signature Version 4, as AWS documents it: how a signature is computed.
//
// A request becomes a canonical request, this a string to sign, and that, under a key made for one
// day, region and service, a signature. Signing (sigv4_signer.h) and verifying (authentication.h)
// are both made of these steps. Nothing here reads a clock or knows who is allowed what.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/time.h"
#include "codec/hash.h"

namespace weir::aws {

inline constexpr std::string_view sigv4_algorithm = "AWS4-HMAC-SHA256";
inline constexpr std::string_view sigv4_terminator = "aws4_request";

// What a signing key is good for: "20261122/us-east-1/kinesis/aws4_request".
struct CredentialScope {
  std::string_view date;  // "20261122".
  std::string_view region;
  std::string_view service;
};

// Appends the scope, terminator included.
void append_scope(std::string& to, const CredentialScope& scope);

// Appends what is signed: algorithm, date, scope and the hash of the canonical request.
void append_string_to_sign(std::string& to, WallTime signed_at, const CredentialScope& scope,
                           std::string_view canonical_request);

// The key for all requests of a scope. Takes four hashes: keep it (signing_key_cache.h).
codec::HmacKey make_signing_key(std::string_view secret_access_key, const CredentialScope& scope);

// 64 hexadecimal digits in lower case.
using Signature = std::array<char, 64>;

Signature sign(const codec::HmacKey& signing_key, std::string_view string_to_sign);

inline std::string_view text_of(const Signature& signature) {
  return {signature.data(), signature.size()};
}

}  // namespace weir::aws
