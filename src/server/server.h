// Server: the whole stream service in one object: log engine, catalog, I/O threads, HTTP.
//
// It is the only place that knows all folders; it holds no behaviour of its own beyond start, stop
// and who is connected to whom.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "env/clock.h"
#include "env/logger.h"
#include "env/random.h"
#include "server/settings.h"
#include "stream/user.h"

namespace weir::server {

// A user made at start unless its key is there already; both empty: none.
struct FirstUser {
  std::string access_key_id;
  std::string secret_access_key;
};

class Server {
 public:
  // Opens the data directory, recovers, and listens. Returns once clients are answered. `clock`,
  // `random` and `logger` must outlive the server.
  // Errors, each one sentence for the operator:
  //   invalid_argument  a setting that does not fit the others
  //   in_use            the directory or the port belongs to another process
  //   corrupt           the directory cannot be understood, or is of a newer format
  //   unavailable       the directory cannot be written
  static Result<std::unique_ptr<Server>> start(const Settings& settings,
                                               const FirstUser& first_user, const env::Clock& clock,
                                               env::Random& random, env::Logger& logger);
  ~Server();

  std::uint16_t port() const;

  // A key of a user with full access to the server's own account, for the process itself to talk to
  // its front door; none while no such user is defined. Threads: any.
  std::optional<stream::AccessKey> local_key() const;

  // Stops accepting, lets requests under way finish (for drain_timeout at most), makes everything
  // durable and ends the threads.
  void stop();

 private:
  class Parts;
  explicit Server(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace weir::server
