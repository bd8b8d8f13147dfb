#include "meter/agents/agent_secret.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "codec/hash.h"
#include "codec/hex.h"
#include "codec/scrypt.h"
#include "env/random.h"
#include "http/tls/authority.h"
#include "http/tls/certificate.h"
#include "http/tls/derived_key.h"

namespace weir::meter {
namespace {

constexpr std::size_t characters_min = 16;
constexpr std::size_t characters_max = 1'024;
constexpr std::size_t seed_bytes = 48;
constexpr std::size_t key_bytes = 32;

// Machines' clocks differ.
constexpr milliseconds past = std::chrono::days(1);
constexpr milliseconds future = std::chrono::days(3'650);

http::CertificateTerms terms(WallTime now) {
  return {.names = {agent_host}, .not_before = now - past, .not_after = now + future};
}

}  // namespace

Result<AgentSecret> AgentSecret::make(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = std::min(text.find_first_not_of(blanks), text.size());
  text = text.substr(first, text.find_last_not_of(blanks) + 1 - first);
  if (text.size() < characters_min || text.size() > characters_max) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("The secret has {} characters; {} to {} are allowed.", text.size(),
                            characters_min, characters_max));
  }
  std::array<std::byte, seed_bytes + key_bytes> derived;
  codec::scrypt(bytes_of(text), bytes_of("weir meter agents"), derived);
  const std::span<const std::byte> all(derived);
  return AgentSecret(std::string(text_of(all.first(seed_bytes))),
                     codec::HmacKey(all.subspan(seed_bytes)));
}

http::TlsIdentity AgentSecret::authority(WallTime now, env::Random& random) const {
  return http::make_authority(http::derive_private_key(bytes_of(seed_)), terms(now), random);
}

http::TlsIdentity AgentSecret::issue_certificate(WallTime now, env::Random& random) const {
  return http::issue_certificate(authority(now, random), terms(now), random);
}

std::string AgentSecret::authority_pem(WallTime now, env::Random& random) const {
  return http::encode_pem(*authority(now, random).chain.front());
}

std::string AgentSecret::proof(std::string_view challenge) const {
  return codec::hex_text(key_.mac(bytes_of(challenge)));
}

bool AgentSecret::is_proof(std::string_view challenge, std::string_view proof) const {
  return codec::equal_in_constant_time(bytes_of(this->proof(challenge)), bytes_of(proof));
}

}  // namespace weir::meter
