// Storage: the data directory opened: I/O threads, log engine, catalog and what works on them. No
// network.
//
// A server is a Storage with HTTP in front; `weir user` on a stopped server is a Storage alone.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "crypto/keyring.h"
#include "env/clock.h"
#include "env/logger.h"
#include "env/random.h"
#include "env/real_file_system.h"
#include "env/thread_worker.h"
#include "log/journal/journal.h"
#include "log/shard_log.h"
#include "server/loop_group.h"
#include "server/metrics.h"
#include "server/settings.h"
#include "stream/catalog.h"
#include "stream/consumer_service.h"
#include "stream/on_demand_scaler.h"
#include "stream/retention.h"
#include "stream/service_time.h"
#include "stream/stream_service.h"
#include "stream/users.h"

namespace weir::server {

// Whether encrypted records can be read and written: commands that look at the catalog alone need
// no keys.
enum class KeyUse : std::uint8_t { none, keyring };

class Storage {
 public:
  // Opens the directory and recovers what it holds. The references must outlive the storage.
  // `engine_opened` is called once the directory is known to be ours, before the catalog is read:
  // what takes long may begin on the worker, which ends its tasks before the storage goes.
  // Errors: those of Server::start that concern the directory or the keyring.
  static Result<std::unique_ptr<Storage>> open(
      const Settings& settings, const env::Clock& clock, env::Random& random, env::Logger& logger,
      KeyUse keys = KeyUse::none, const std::function<void(Storage&)>& engine_opened = nullptr);

  // Makes everything durable and stops the threads.
  ~Storage();

  LoopGroup& loops() { return loops_; }
  stream::Catalog& catalog() { return *catalog_; }
  log::LogStore& logs() { return *store_; }
  env::FileSystem& files() { return *files_; }
  env::Worker& worker() { return *worker_; }
  stream::StreamService& streams() { return *streams_; }
  stream::ConsumerService& consumers() { return *consumers_; }
  stream::Users& users() { return *users_; }
  crypto::Keyring& keyring() { return *keyring_; }
  const stream::ServiceTime& time() const { return time_; }
  // Made when first asked for, before there are requests.
  Metrics& metrics();
  // What the journal did; none of the memory engine. Threads: any.
  std::optional<log::journal::JournalCounters> journal_counters() const;

  // Loop 0 applies the catalog's log and does its periodic work.
  static constexpr std::size_t catalog_loop = 0;

  // Makes sure of a first user; waits for it. Errors: those of stream::Users::ensure_user.
  Result<void> ensure_user(const std::string& name, const std::string& account_id,
                           stream::AccessKey key);

  // A small file in the data directory that only its owner may read. A former one is replaced.
  Result<void> write_private_file(const std::string& path, const std::string& text);
  void remove_file(const std::string& path);

  // Whether the operator has made a user: if not, everybody is let in. Threads: any.
  bool has_users() const { return catalog_->view()->state.has_operator_users(); }

 private:
  Storage(const Settings& settings, const env::Clock& clock, env::Random& random,
          env::Logger& logger);
  Result<void> open_engine(const Settings& settings);
  Result<void> open_keyring(const Settings& settings, KeyUse keys);
  Result<void> open_catalog(const Settings& settings);
  void purge_sessions_later();

  const env::Clock& clock_;
  env::Random& random_;
  env::Logger& logger_;
  const stream::ServiceTime time_;
  LoopGroup loops_;
  std::unique_ptr<env::RealFileSystem> files_;
  std::unique_ptr<env::ThreadWorker> worker_;
  std::unique_ptr<log::LogStore> store_;
  const log::journal::Journal* journal_ = nullptr;  // The same, if it is one.
  std::unique_ptr<Metrics> metrics_;                // Null: nobody has asked.
  std::unique_ptr<crypto::Keyring> keyring_;
  std::unique_ptr<stream::Catalog> catalog_;
  std::unique_ptr<stream::StreamService> streams_;
  std::unique_ptr<stream::ConsumerService> consumers_;
  std::unique_ptr<stream::Users> users_;
  std::unique_ptr<stream::RetentionSweeper> retention_;
  std::unique_ptr<stream::OnDemandScaler> scaler_;
  std::unique_ptr<env::Timer> session_timer_;
};

}  // namespace weir::server
