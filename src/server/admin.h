// Admin: the way for `weir user`, `weir role`, `weir policy` and `weir key` into a running server,
// over the port that is open anyway.
//
// A server writes DIR/admin (readable by its owner only): its address and a random token. Whoever
// can read that file can read the data itself, so the token gives nothing away that the file system
// does not. Requests are POST /_weir/users with the token in the header x-weir-admin.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/request_id.h"
#include "base/mutex.h"
#include "crypto/key_name.h"
#include "crypto/keyring.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "env/random.h"
#include "env/worker.h"
#include "http/message.h"
#include "server/account_query.h"
#include "stream/catalog.h"
#include "stream/users.h"

namespace weir::server {

inline constexpr std::string_view admin_path = "/_weir/users";
inline constexpr std::string_view admin_header = "x-weir-admin";
// What IAM is asked for, as the root of the account in the second header (empty: the server's own).
inline constexpr std::string_view admin_account_path = "/_weir/account";
inline constexpr std::string_view admin_account_header = "x-weir-account";
inline constexpr std::string_view admin_keys_path = "/_weir/keys";

// What the file says.
struct AdminAccess {
  std::string host;
  std::uint16_t port = 0;
  std::string token;
};

std::string admin_file_path(const std::string& data_directory);
std::string encode_admin_file(const AdminAccess& access);
// Errors: corrupt.
Result<AdminAccess> decode_admin_file(const std::string& text);

// What it works with; all must outlive it.
struct AdminParts {
  stream::Users& users;
  const stream::Catalog& catalog;
  const AccountQueries& queries;
  crypto::Keyring& keyring;
  env::Worker& worker;
  const env::Clock& clock;
  env::Random& random;
  env::Logger& logger;
};

// Answers admin requests. Used by all loops.
class Admin {
 public:
  // `server` is the account and the region of whoever names none.
  Admin(const AdminParts& parts, crypto::KeyScope server, std::string token);

  const std::string& token() const { return token_; }

  static bool concerns(const http::Request& request) {
    return request.path == admin_path || request.path == admin_account_path ||
           request.path == admin_keys_path;
  }

  // Refuses with 403 whoever does not know the token. Errors of the command come with status 400
  // and their sentence as the body.
  void handle(env::EventLoop& home, http::Request request, http::Reply reply);

 private:
  std::string new_request_id();
  void handle_users(env::EventLoop& home, http::Request& request, http::Reply reply);
  void handle_query(env::EventLoop& home, const http::Request& request, http::Reply reply);
  void handle_keys(env::EventLoop& home, http::Request& request, http::Reply reply);

  const AdminParts parts_;
  const crypto::KeyScope server_;
  const std::string token_;
  Mutex mutex_;
  api::RequestIds request_ids_ GUARDED_BY(mutex_);
};

}  // namespace weir::server
