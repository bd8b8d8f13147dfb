// Sigv4Signer: signs requests of our own clients, for Weir or for Amazon.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "base/time.h"
#include "codec/hash.h"
#include "http/client.h"

namespace weir::aws {

// Threads: one.
class Sigv4Signer {
 public:
  Sigv4Signer(Credentials credentials, std::string region, std::string service);

  // Adds X-Amz-Date, X-Amz-Security-Token (with a session) and Authorization to `request`, which
  // has all its other headers and its body already and must have none of these. `authority` is what
  // the Host header will say (http::Origin::authority). A request is good for five minutes from
  // `now`.
  void sign(http::ClientRequest& request, std::string_view authority, WallTime now);

 private:
  const codec::HmacKey& key_of(std::string_view date);

  Credentials credentials_;
  std::string region_;
  std::string service_;
  std::string key_date_;  // The day that key_ is for.
  std::optional<codec::HmacKey> key_;
  std::string canonical_;
  std::string string_to_sign_;
};

}  // namespace weir::aws
