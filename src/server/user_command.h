// UserCommand: what `weir user` asks for, whether it runs on the data directory itself or in a
// running server, and the JSON in between.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/done.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "stream/catalog.h"
#include "stream/user.h"
#include "stream/users.h"

namespace weir::server {

enum class UserAction : std::uint8_t { add, list, remove, rotate, session };

struct UserCommand {
  UserAction action = UserAction::list;
  std::string name;
  std::string account_id;                // For add; empty: the server's own.
  std::optional<stream::AccessKey> key;  // For add and rotate; none: one is made.
  // For add: ARNs of managed policies, or names of Amazon's. Empty: full access to the account.
  std::vector<std::string> policies;
  seconds lifetime{3600};  // For session.
};

// What came of it. Secrets are in here once, for the terminal of whoever asked.
struct UserAnswer {
  std::vector<stream::User> users;  // Of list.
  stream::AccessKey key;            // Of add, rotate and session.
  std::string session_token;        // Of session.
  WallTime expires;                 // Of session.
};

// Threads: `home`'s. Errors: those of stream::Users.
void carry_out(stream::Users& users, const stream::Catalog& catalog,
               const std::string& default_account, env::EventLoop& home, UserCommand command,
               Done<UserAnswer> done);

std::string encode(const UserCommand& command);
std::string encode(const UserAnswer& answer);

// Errors: invalid_argument. `document` is overwritten.
Result<UserCommand> decode_user_command(std::span<char> document);
Result<UserAnswer> decode_user_answer(std::span<char> document);

}  // namespace weir::server
