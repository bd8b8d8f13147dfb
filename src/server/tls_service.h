// TlsService: keeps a server's TLS up to date while it runs: makes and renews certificates where
// none was given, takes changed files into use, makes new keys for session tickets.
//
// A change that is no good (a key that does not fit, a file half written) changes nothing: what was
// in use stays so, and the log says why, once.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/time.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/file_system.h"
#include "env/logger.h"
#include "env/random.h"
#include "env/worker.h"
#include "http/tls/acceptor.h"
#include "server/local_certificates.h"
#include "server/tls_material.h"

namespace weir::server {

class TlsService : public std::enable_shared_from_this<TlsService> {
 public:
  // How soon a changed file is noticed. Its bytes are compared, not its time: copies keep times.
  static constexpr seconds check_interval{3};

  // All must outlive the service and what it has given to `worker`.
  struct Surroundings {
    env::FileSystem& files;
    env::Worker& worker;
    env::EventLoop& home;
    const env::Clock& clock;
    env::Random& random;
    env::Logger& logger;
  };

  // With certificates from `paths`, or, if `local` is given, from there after it has made them.
  // Blocks. Errors: those of read_tls_material and LocalCertificates::ensure.
  static Result<std::shared_ptr<TlsService>> open(const Surroundings& surroundings, TlsFiles paths,
                                                  std::unique_ptr<LocalCertificates> local,
                                                  bool is_required);

  // Threads: any. Lives as long as the service.
  const http::TlsAcceptor& acceptor() const { return acceptor_; }

  // Says in the log what was made, and begins to look for changes; ends doing so. Threads: home's.
  void start();
  void stop();

 private:
  TlsService(const Surroundings& surroundings, TlsFiles paths,
             std::unique_ptr<LocalCertificates> local, TlsMaterial material,
             std::shared_ptr<const http::TlsServerContext> context, bool is_required);

  // What a look at the files found: nothing if they are as they were.
  using Found = Result<std::optional<TlsMaterial>>;

  void tell(LocalCertificates::Authority authority) const;
  void check_later();
  void check();
  Found look(bool may_be_due, const std::string& digest) const;
  void apply(Found found);
  void use(const TlsMaterial& material);
  void complain(const std::string& reason);
  void warn_of_end();
  void rotate_ticket_keys();

  const Surroundings surroundings_;
  const TlsFiles paths_;
  const std::unique_ptr<LocalCertificates> local_;  // Null where files were given.
  http::TlsAcceptor acceptor_;

  LocalCertificates::Authority authority_at_start_ = LocalCertificates::Authority::kept;

  // The rest is home's alone.
  std::unique_ptr<env::Timer> timer_;
  bool is_stopped_ = false;
  std::string digest_;        // Of what is in use.
  WallTime not_after_;        // Its certificate's.
  milliseconds end_warning_;  // How long before its end the next word about it is due.
  std::string failure_;       // Of the last check; empty if it was good.
  std::string complaint_;     // The last one that was logged.
  MonotonicTime keys_made_;   // For session tickets.
  WallTime ensured_;          // The local certificates.
};

}  // namespace weir::server
