// AgentSecret: what a controller and its agents share, and what follows from it.
//
// From the secret follows a certificate authority's key, the same on both sides: an agent shows a
// certificate that this authority signed, a controller trusts nobody else. A controller shows that
// it knows the secret too by a proof over the agent's challenge. So nobody without the secret can
// be an agent, use one, or listen.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "codec/hash.h"
#include "env/random.h"
#include "http/tls/certificate.h"

namespace weir::meter {

// The one name in agents' certificates, whatever they are reached by.
inline constexpr const char* agent_host = "weir-agent";

class AgentSecret {
 public:
  // `text` is a file's content; blanks at its ends do not count. Takes a tenth of a second.
  // Errors: invalid_argument  shorter than 16 characters or longer than 1,024.
  static Result<AgentSecret> make(std::string_view text);

  // An agent's certificate, good for ten years.
  http::TlsIdentity issue_certificate(WallTime now, env::Random& random) const;

  // The authority's, as PEM: what a controller trusts.
  std::string authority_pem(WallTime now, env::Random& random) const;

  // Of the challenge, in hexadecimal.
  std::string proof(std::string_view challenge) const;
  // In a time that does not tell how much of it is right.
  bool is_proof(std::string_view challenge, std::string_view proof) const;

 private:
  AgentSecret(std::string seed, codec::HmacKey key) : seed_(std::move(seed)), key_(key) {}

  http::TlsIdentity authority(WallTime now, env::Random& random) const;

  std::string seed_;  // Of the authority's key.
  codec::HmacKey key_;
};

}  // namespace weir::meter
