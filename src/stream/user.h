// Users, their access keys and sessions, as the catalog holds them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/time.h"

namespace weir::stream {

// A pair as Amazon forms it: "AKIA" (or "ASIA" for a session) and 16 of [A-Z2-7]; 40 characters of
// base64. Pairs that a person brings may look different.
struct AccessKey {
  std::string id;
  std::string secret;  // Never in a log line.

  friend bool operator==(const AccessKey&, const AccessKey&) = default;
};

struct User {
  std::string name;
  std::string account_id;  // 12 digits.
  WallTime created;
  std::string access_key_id;  // The present one.
};

// What a request's access key id stands for: a user's key or a session.
struct Credential {
  AccessKey key;
  std::string user;
  std::string account_id;
  std::string session_token;  // Empty for a user's own key; else the request must carry it.
  WallTime expires;           // Of a session; meaningless for a user's own key.

  bool is_session() const { return !session_token.empty(); }
};

}  // namespace weir::stream
