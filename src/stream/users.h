// Users: who may use the service, kept in the catalog.
//
// Looking a key up for a signature needs no call here:
// catalog.view(loop).state.find_credential(access_key_id). With no user at all that was made here
// (state.has_operator_users()) the server lets anyone in, from loopback only.
//
// Threads: any loop; answers come on `home` once the change is durable and every loop sees it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/done.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "env/random.h"
#include "stream/catalog.h"
#include "stream/service_time.h"
#include "stream/user.h"

namespace weir::stream {

// Temporary credentials, as STS gives them.
struct Session {
  AccessKey key;
  std::string session_token;
  WallTime expires;
};

class Users {
 public:
  // All must outlive it.
  Users(Catalog& catalog, const ServiceTime& time, env::Random& random);

  // Adds a user; without `key` one is made. `policies` are ARNs of managed policies, which nobody
  // looks at here; with none at all the user may do nothing. Answers with the key, whose secret is
  // never shown again. Errors: in_use (the name or the key's id is taken), invalid_argument (the
  // name, account or key is malformed), and those of Catalog::submit.
  void add(env::EventLoop& home, std::string name, std::string account_id,
           std::optional<AccessKey> key, std::vector<std::string> policies, Done<AccessKey> done);

  // Errors: not_found.
  void remove(env::EventLoop& home, std::string name, Done<void> done);

  // Gives the user another key; the old one stops at once. Errors: not_found, in_use,
  // invalid_argument.
  void rotate(env::EventLoop& home, std::string name, std::optional<AccessKey> key,
              Done<AccessKey> done);

  // Temporary credentials of `name`, good for `lifetime` from now. Errors: not_found,
  // invalid_argument (lifetime not positive or above 36 hours).
  void add_session(env::EventLoop& home, std::string name, seconds lifetime, Done<Session> done);

  // Makes sure that `key` signs for `name`: adds the user with full access, gives it this key, or
  // does nothing if all is so already. For a first user from the environment. Errors: in_use (the
  // key's id is another user's), invalid_argument.
  void ensure_user(env::EventLoop& home, std::string name, std::string account_id, AccessKey key,
                   Done<void> done);

  // A new pair, by Amazon's form. Threads: any.
  AccessKey make_key(std::string_view prefix) const;
  // A new session token. Threads: any.
  std::string make_session_token() const;
  env::Random& random() const { return random_; }

  // Forgets sessions that expired long ago (expired_session_kept). For a periodic task; does
  // nothing when there are none.
  void purge_sessions(env::EventLoop& home, Done<void> done);

 private:
  User new_user(std::string name, std::string account_id, std::vector<std::string> policies) const;

  Catalog& catalog_;
  const ServiceTime& time_;
  env::Random& random_;
};

}  // namespace weir::stream
