#include "aws/authentication.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "aws/service_error.h"
#include "aws/sigv4.h"
#include "aws/sigv4_authorization.h"
#include "aws/sigv4_canonical.h"
#include "aws/sigv4_time.h"
#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "codec/hash.h"
#include "codec/hex.h"
#include "env/clock.h"
#include "http/message.h"

namespace weir::aws {
namespace {

// How far a client's clock may be off, as at Amazon.
constexpr seconds skew_max = std::chrono::minutes(5);

// Users, days and regions that are in use at once. An entry takes half a kilobyte.
constexpr std::size_t signing_keys_max = 1024;

constexpr std::string_view wrong_signature =
    "The request signature we calculated does not match the signature you provided. Check your AWS "
    "Secret Access Key and signing method. Consult the service documentation for details.";
constexpr std::string_view wrong_key = "The security token included in the request is invalid.";

// The longest name of a region at Amazon has 14 characters; names end up in ARNs and log lines.
bool is_region(std::string_view name) {
  constexpr std::size_t size_max = 64;
  return !name.empty() && name.size() <= size_max &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-';
         });
}

Outcome<void> check_scope(const Authorization& authorization, std::string_view service) {
  const CredentialScope& scope = authorization.scope;
  if (!is_region(scope.region)) {
    return invalid_signature("Credential should be scoped to a valid region. ");
  }
  if (scope.service != service) {
    return invalid_signature(
        fmt::format("Credential should be scoped to correct service: '{}'.", service));
  }
  const std::string signed_at = sigv4_time_text(authorization.signed_at);
  if (scope.date != std::string_view(signed_at).substr(0, sigv4_date_size)) {
    return invalid_signature(
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
        "HTTP. ");
  }
  return {};
}

// "5 min.", or in seconds where a presigned URL asked for that.
std::string duration_text(seconds duration) {
  const auto count = duration.count();
  return count % 60 == 0 ? fmt::format("{} min.", count / 60) : fmt::format("{} sec.", count);
}

Outcome<void> check_time(const Authorization& authorization, WallTime now) {
  now = {now.whole_seconds() * 1000};
  const WallTime signed_at = authorization.signed_at;
  const seconds lifetime = authorization.expires.value_or(skew_max);
  if (signed_at < now - lifetime) {
    return invalid_signature(fmt::format(
        "Signature expired: {} is now earlier than {} ({} - {})", sigv4_time_text(signed_at),
        sigv4_time_text(now - lifetime), sigv4_time_text(now), duration_text(lifetime)));
  }
  if (signed_at > now + skew_max) {
    return invalid_signature(
        fmt::format("Signature not yet current: {} is still later than {} ({} + {})",
                    sigv4_time_text(signed_at), sigv4_time_text(now + skew_max),
                    sigv4_time_text(now), duration_text(skew_max)));
  }
  return {};
}

Outcome<void> check_session(const Authorization& authorization, const KeyEntry& key, WallTime now) {
  if (!codec::equal_in_constant_time(bytes_of(authorization.security_token),
                                     bytes_of(key.session_token))) {
    return unrecognized_client(std::string(wrong_key));
  }
  if (key.expires && *key.expires <= now) {
    return expired_token("The security token included in the request is expired");
  }
  return {};
}

// Whether the signature covers whom the request is for: else it could be sent elsewhere.
bool signs_host(std::string_view signed_headers) {
  for (std::string_view rest = signed_headers; !rest.empty();) {
    const std::string_view name = rest.substr(0, rest.find(';'));
    if (name == "host" || name == ":authority") return true;
    rest.remove_prefix(std::min(name.size() + 1, rest.size()));
  }
  return false;
}

}  // namespace

Authenticator::Authenticator(const Keys& keys, const env::Clock& clock)
    : keys_(keys), clock_(clock), signing_keys_(signing_keys_max) {}

Outcome<Caller> Authenticator::authenticate(const http::Request& request,
                                            std::string_view service) {
  const Authorization authorization = TRY(parse_authorization(request, decoded_));
  const WallTime now = clock_.wall_now();
  TRY(check_scope(authorization, service));
  TRY(check_time(authorization, now));

  Caller caller{.principal = {},
                .access_key_id = std::string(authorization.access_key_id),
                .region = std::string(authorization.scope.region)};
  caller.source_ip = request.peer_address;
  caller.user_agent = request.header("User-Agent");
  caller.is_encrypted = request.is_encrypted;
  const std::shared_ptr<const KeyEntry> key = keys_.find(authorization.access_key_id);
  if (key == nullptr && keys_.open()) {
    caller.principal = keys_.anonymous();
    return caller;
  }
  if (key == nullptr) return unrecognized_client(std::string(wrong_key));
  TRY(check_session(authorization, *key, now));
  TRY(check_signature(request, authorization, *key));
  caller.principal = key->principal;
  caller.identity = key->identity;
  return caller;
}

Outcome<void> Authenticator::check_signature(const http::Request& request,
                                             const Authorization& authorization,
                                             const KeyEntry& key) {
  if (!signs_host(authorization.signed_headers)) {
    return invalid_signature(
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  // A hash that the client sent along is not believed: if it is not the body's, the signatures
  // differ.
  std::array<char, 64> body_hash{};
  std::string_view payload_hash = unsigned_payload;
  if (!authorization.unsigned_payload) {
    codec::hex_encode(codec::sha256(std::as_bytes(request.body)), body_hash.data());
    payload_hash = {body_hash.data(), body_hash.size()};
  }
  canonical_.clear();
  append_canonical_request(canonical_, request, authorization.signed_headers, payload_hash);
  string_to_sign_.clear();
  append_string_to_sign(string_to_sign_, authorization.signed_at, authorization.scope, canonical_);

  const SigningKeyCache::Source source{.access_key_id = authorization.access_key_id,
                                       .secret_access_key = key.secret_access_key,
                                       .scope = authorization.scope};
  const codec::HmacKey* const kept = signing_keys_.find(source);
  const codec::HmacKey signing_key =
      kept != nullptr ? *kept : make_signing_key(key.secret_access_key, authorization.scope);
  const Signature expected = sign(signing_key, string_to_sign_);
  if (!codec::equal_in_constant_time(bytes_of(text_of(expected)),
                                     bytes_of(authorization.signature))) {
    return invalid_signature(std::string(wrong_signature));
  }
  if (kept == nullptr) signing_keys_.add(source, signing_key);
  return {};
}

}  // namespace weir::aws
