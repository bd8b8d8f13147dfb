#include "server/storage.h"

#include <fmt/format.h>

#include <utility>

#include "log/memory/memory_log_store.h"

namespace weir::server {
namespace {

// A number that was changed is that of all streams; Amazon's second one goes with its first.
stream::ConsumerServiceSettings consumer_settings(const Settings& settings) {
  stream::ConsumerServiceSettings consumers{.transition_time = settings.transition_time};
  if (settings.stream_consumers_max == Settings{}.stream_consumers_max) return consumers;
  consumers.consumers_max = settings.stream_consumers_max;
  consumers.advantage_consumers_max = settings.stream_consumers_max;
  return consumers;
}

constexpr seconds session_purge_interval{600};

log::journal::JournalSettings journal_settings(const Settings& settings) {
  log::journal::JournalSettings journal;
  journal.segment_bytes = settings.segment_bytes;
  journal.tail_cache_bytes = settings.tail_cache_bytes;
  return journal;
}

}  // namespace

Storage::Storage(const Settings& settings, const env::Clock& clock, env::Random& random,
                 env::Logger& logger)
    : clock_(clock), random_(random), logger_(logger), time_(clock), loops_(settings.threads) {}

Result<std::unique_ptr<Storage>> Storage::open(const Settings& settings, const env::Clock& clock,
                                               env::Random& random, env::Logger& logger,
                                               KeyUse keys,
                                               const std::function<void(Storage&)>& engine_opened) {
  std::unique_ptr<Storage> storage(new Storage(settings, clock, random, logger));
  TRY(storage->open_engine(settings));
  if (engine_opened) engine_opened(*storage);
  TRY(storage->open_keyring(settings, keys));
  TRY(storage->open_catalog(settings));
  return storage;
}

Result<void> Storage::open_engine(const Settings& settings) {
  files_ = std::make_unique<env::RealFileSystem>(
      env::RealFileSystemOptions{.io_uring = settings.io_uring});
  // Two: one prepares segments while the other reads cold data.
  worker_ = std::make_unique<env::ThreadWorker>(2);
  if (settings.engine == Engine::memory) {
    store_ = std::make_unique<log::memory::MemoryLogStore>(clock_);
    return {};
  }
  std::unique_ptr<log::journal::Journal> journal = TRY(log::journal::Journal::open(
      journal_settings(settings),
      {.files = *files_,
       .clock = clock_,
       .random = random_,
       .background = *worker_,
       .logger = logger_,
       .fatal =
           [&logger = logger_](const std::string& reason) {
             logger.error("stopped_by_disk_failure", {{"reason", reason}});
             std::_Exit(1);
           }},
      settings.data_directory));
  journal_ = journal.get();
  store_ = std::move(journal);
  return {};
}

Result<void> Storage::open_keyring(const Settings& settings, KeyUse keys) {
  const bool has_directory = !settings.keyring.empty() || settings.engine != Engine::memory;
  if (keys == KeyUse::none || !has_directory) {
    keyring_ = std::make_unique<crypto::Keyring>(random_);
    return {};
  }
  keyring_ = TRY(crypto::Keyring::open(*files_, random_, keyring_directory(settings)));
  return {};
}

Result<void> Storage::open_catalog(const Settings& settings) {
  Result<void> opened =
      loops_.wait_on<void>(catalog_loop, [&](env::EventLoop& home, Done<void> done) {
        catalog_ = std::make_unique<stream::Catalog>(
            home, loops_.count(), *store_, time_, random_, logger_,
            stream::CatalogSettings{.keyring = keyring_.get()});
        streams_ = std::make_unique<stream::StreamService>(
            home, *catalog_, *store_, time_, logger_,
            stream::StreamServiceSettings{
                .transition_time = settings.transition_time,
                .limits = limits_of(settings.limits, settings.limit_overrides)});
        consumers_ = std::make_unique<stream::ConsumerService>(home, *catalog_, time_, logger_,
                                                               consumer_settings(settings));
        users_ = std::make_unique<stream::Users>(*catalog_, time_, random_);
        retention_ =
            std::make_unique<stream::RetentionSweeper>(home, *catalog_, *store_, time_, logger_);
        scaler_ = std::make_unique<stream::OnDemandScaler>(home, *catalog_, streams_->limits(),
                                                           time_, logger_);
        catalog_->open(std::move(done));
      });
  TRY(std::move(opened));
  loops_.run_on(catalog_loop, [this] {
    retention_->start();
    scaler_->start();
    purge_sessions_later();
  });
  return {};
}

Result<void> Storage::ensure_user(const std::string& name, const std::string& account_id,
                                  stream::AccessKey key) {
  return loops_.wait_on<void>(catalog_loop, [&](env::EventLoop& home, Done<void> done) {
    users_->ensure_user(home, name, account_id, std::move(key), std::move(done));
  });
}

Result<void> Storage::write_private_file(const std::string& path, const std::string& text) {
  remove_file(path);
  const std::unique_ptr<env::File> file = TRY(files_->create(path));
  return file->write_at(0, bytes_of(text));
}

void Storage::remove_file(const std::string& path) {
  const Result<void> removed = files_->remove(path);
  if (!removed && removed.error().code != ErrorCode::not_found) {
    logger_.warning("file_not_removed", {{"reason", removed.error().message}});
  }
}

void Storage::purge_sessions_later() {
  session_timer_ = loops_.loop(catalog_loop).after(session_purge_interval, [this] {
    users_->purge_sessions(loops_.loop(catalog_loop), [this](Result<void> purged) {
      if (!purged) logger_.warning("sessions_not_purged", {{"reason", purged.error().message}});
      purge_sessions_later();
    });
  });
}

std::optional<log::journal::JournalCounters> Storage::journal_counters() const {
  return journal_ == nullptr ? std::nullopt : std::optional(journal_->counters());
}

Metrics& Storage::metrics() {
  if (!metrics_) {
    metrics_ = std::make_unique<Metrics>(loops_, catalog_loop, *store_, *worker_, clock_, logger_);
  }
  return *metrics_;
}

Storage::~Storage() {
  if (metrics_) metrics_->stop();
  if (catalog_) {
    loops_.run_on(catalog_loop, [this] {
      session_timer_.reset();
      retention_.reset();
      scaler_.reset();
      streams_.reset();
      consumers_.reset();
      catalog_->stop();
    });
  }
  if (store_) {
    const Result<void> closed = loops_.wait_on<void>(
        catalog_loop,
        [this](env::EventLoop& home, Done<void> done) { store_->close(home, std::move(done)); });
    if (!closed) logger_.error("close_failed", {{"reason", closed.error().message}});
  }
  loops_.stop();
  // Threads have ended: what is left can go in any order that respects who refers to whom.
  users_.reset();
  metrics_.reset();
  catalog_.reset();
  worker_.reset();
  store_.reset();
  keyring_.reset();
  files_.reset();
}

}  // namespace weir::server
