// Authentication: who sent a request, proved by its signature (Signature Version 4).
//
// What a signature is made of is in sigv4*.h; this decides whether to believe it: key, scope, date,
// session token, then the signature itself, with Amazon's own error texts.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "aws/service_error.h"
#include "aws/signing_key_cache.h"
#include "aws/sigv4_authorization.h"
#include "base/time.h"
#include "env/clock.h"
#include "http/message.h"

namespace weir::aws {

namespace policy {
struct Identity;  // aws/policy/evaluator.h
}

struct Principal {
  std::string account_id;
  std::string user_name;
};

// What an access key id stands for.
struct KeyEntry {
  std::string secret_access_key;
  std::string session_token;  // Empty for long-term keys; else the request must carry it.
  std::optional<WallTime> expires;
  Principal principal;
  // Who that is to policies. Never null in a server: null is for tests of signatures.
  std::shared_ptr<const policy::Identity> identity = nullptr;
};

// The keys that exist.
class Keys {
 public:
  virtual ~Keys() = default;

  // No user is defined: any well-formed signature with a key that does not exist is accepted as
  // anonymous().
  virtual bool open() const = 0;
  virtual Principal anonymous() const = 0;

  // Null if there is no such key.
  virtual std::shared_ptr<const KeyEntry> find(std::string_view access_key_id) const = 0;
};

struct Caller {
  Principal principal;
  std::string access_key_id;
  std::string region;  // Of the credential scope: where the request wants to be.
  // What it may do. Null: everything in its own account.
  std::shared_ptr<const policy::Identity> identity = nullptr;
  // Views into the request.
  std::string_view source_ip{};
  std::string_view user_agent{};
  bool is_encrypted = false;
};

// Verifies requests. Threads: one; every event loop has its own.
class Authenticator {
 public:
  // Both must outlive it.
  Authenticator(const Keys& keys, const env::Clock& clock);

  // Who signed `request` for `service` ("kinesis"). Reads all of the body, changes nothing.
  Outcome<Caller> authenticate(const http::Request& request, std::string_view service);

 private:
  Outcome<void> check_signature(const http::Request& request, const Authorization& authorization,
                                const KeyEntry& key);

  const Keys& keys_;
  const env::Clock& clock_;
  SigningKeyCache signing_keys_;
  // Kept from request to request, so that no memory is asked for.
  std::string decoded_;
  std::string canonical_;
  std::string string_to_sign_;
};

}  // namespace weir::aws
