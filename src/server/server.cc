#include "server/server.h"

#include <algorithm>
#include <array>
#include <future>
#include <semaphore>
#include <utility>
#include <vector>

#include "api/access.h"
#include "api/dispatch.h"
#include "api/iam/operations.h"
#include "api/kinesis/operations.h"
#include "api/push/push_service.h"
#include "api/query_dispatch.h"
#include "api/sts/operations.h"
#include "api/wire_dispatch.h"
#include "codec/hex.h"
#include "env/asio_network.h"
#include "http/server.h"
#include "server/account_query.h"
#include "server/admin.h"
#include "server/alarms.h"
#include "server/audit_file.h"
#include "server/autoscaling.h"
#include "server/cloudwatch.h"
#include "server/front_door.h"
#include "server/probes.h"
#include "server/reach.h"
#include "server/storage.h"
#include "server/stream_keys.h"
#include "server/tls_service.h"
#include "server/tls_setup.h"
#include "server/topic_settings.h"
#include "stream/token.h"

namespace weir::server {
namespace {

std::string random_token(env::Random& random) {
  std::array<std::byte, 32> bytes;
  random.fill(bytes);
  return codec::hex_text(bytes);
}

http::ServerLimits http_limits(const Settings& settings) {
  http::ServerLimits limits;
  limits.connections_max = settings.connections_max;
  limits.head_timeout = settings.head_timeout;
  limits.idle_timeout = settings.idle_timeout;
  return limits;
}

api::push::PushSettings push_settings(const Settings& settings) {
  api::push::PushSettings push;
  push.bytes_per_second = settings.limits.enabled ? settings.consumer_read_bytes : 0;
  return push;
}

}  // namespace

// What one I/O thread serves its connections with.
struct LoopParts {
  std::unique_ptr<StreamKeys> keys;
  std::unique_ptr<api::Dispatcher> dispatcher;
  std::unique_ptr<api::QueryDispatcher> query_dispatcher;
  std::unique_ptr<api::WireDispatcher> wire_dispatcher;
  std::unique_ptr<FrontDoor> front_door;
  std::unique_ptr<http::Server> server;
};

class Server::Parts {
 public:
  Parts(const Settings& settings, const env::Clock& clock, env::Random& random, env::Logger& logger,
        std::unique_ptr<Storage> storage, std::shared_ptr<TlsService> tls,
        std::vector<notifications::Topic> topics)
      : settings_(settings),
        clock_(clock),
        random_(random),
        logger_(logger),
        storage_(std::move(storage)),
        tokens_(storage_->catalog().view()->state.token_secret),
        operation_limiter_(storage_->time(),
                           operation_rates_of(settings.limits, settings.limit_overrides)),
        audit_(open_audit()),
        access_(clock),
        push_(storage_->loops().count(), storage_->catalog(), storage_->time(),
              push_settings(settings), &storage_->metrics().collectors()),
        services_{.access = access_,
                  .catalog = storage_->catalog(),
                  .streams = storage_->streams(),
                  .consumers = storage_->consumers(),
                  .time = storage_->time(),
                  .tokens = tokens_,
                  .operation_limiter = operation_limiter_,
                  .push = push_,
                  .collectors = storage_->metrics().collectors(),
                  .keyring = storage_->keyring(),
                  .worker = storage_->worker()},
        kinesis_(api::kinesis::service(services_)),
        account_services_{.catalog = storage_->catalog(),
                          .access = access_,
                          .users = storage_->users(),
                          .time = storage_->time()},
        cloudwatch_(*storage_, access_, clock),
        autoscaling_(*storage_, access_, clock, random, logger),
        alarms_({.home = storage_->loops().loop(Storage::catalog_loop),
                 .catalog = storage_->catalog(),
                 .reader = storage_->metrics().on(Storage::catalog_loop),
                 .network = network_,
                 .clock = clock,
                 .logger = logger,
                 .worker = storage_->worker(),
                 .authorise = cloudwatch_.authorise(),
                 .scaling = &autoscaling_.actions(),
                 .others =
                     [this](const stream::CatalogState& state, const stream::AlarmKey& scope) {
                       return autoscaling_.alarms().of(state, scope);
                     }},
                std::move(topics)),
        tls_(std::move(tls)),
        account_queries_(storage_->catalog(), storage_->users(), storage_->time(), clock),
        admin_({.users = storage_->users(),
                .catalog = storage_->catalog(),
                .queries = account_queries_,
                .keyring = storage_->keyring(),
                .worker = storage_->worker(),
                .clock = clock,
                .random = random,
                .logger = logger},
               {.account_id = settings.account_id, .region = settings.region},
               random_token(random)),
        probes_(*storage_, clock, settings.metrics,
                [this](std::size_t loop) { return facts_of(loop); }),
        admin_door_(storage_->loops().loop(Storage::catalog_loop), admin_) {
    query_services_.push_back(api::iam::service(account_services_));
    query_services_.push_back(api::sts::service(account_services_));
    wire_services_.push_back(cloudwatch());
    wire_services_.push_back(autoscaling_.service());
  }

  ~Parts() { stop(); }

  Result<void> listen();
  void stop();
  std::uint16_t port() const { return port_; }
  std::optional<stream::AccessKey> local_key() const;

 private:
  Result<void> listen_on(std::size_t index);
  Result<void> listen_for_admin();
  std::unique_ptr<AuditFile> open_audit();
  api::WireService cloudwatch() const;
  Result<void> write_admin_file();
  void drain();
  LoopFacts facts_of(std::size_t loop) const;

  const Settings settings_;
  const env::Clock& clock_;
  env::Random& random_;
  env::Logger& logger_;
  std::unique_ptr<Storage> storage_;
  env::AsioNetwork network_;
  stream::TokenSealer tokens_;
  api::kinesis::OperationLimiter operation_limiter_;
  std::unique_ptr<AuditFile> audit_;  // Null: none is kept.
  api::Access access_;
  api::push::PushService push_;
  api::kinesis::Services services_;
  api::Service kinesis_;
  api::AccountServices account_services_;
  std::vector<api::QueryService> query_services_;
  CloudWatch cloudwatch_;
  Autoscaling autoscaling_;
  Alarms alarms_;
  std::vector<api::WireService> wire_services_;
  std::shared_ptr<TlsService> tls_;  // Null without TLS.
  AccountQueries account_queries_;
  Admin admin_;
  Probes probes_;
  AdminDoor admin_door_;
  std::vector<LoopParts> loops_;
  std::unique_ptr<http::Server> admin_server_;  // Where the port speaks TLS only. Loop 0's.
  std::uint16_t port_ = 0;
};

Result<void> Server::Parts::listen_on(std::size_t index) {
  env::AsioLoop& loop = storage_->loops().loop(index);
  LoopParts& parts = loops_[index];
  // A server that others can reach is never open, even if its last user is removed.
  parts.keys = std::make_unique<StreamKeys>(storage_->catalog(), loop, settings_.account_id,
                                            is_loopback(settings_.listen_address));
  const api::RequestLogSettings& log = settings_.request_log;
  parts.dispatcher = std::make_unique<api::Dispatcher>(loop, kinesis_, *parts.keys, clock_, random_,
                                                       logger_, audit_.get(), log);
  parts.query_dispatcher = std::make_unique<api::QueryDispatcher>(
      loop, query_services_, *parts.keys, clock_, random_, logger_, audit_.get(), log);
  parts.wire_dispatcher = std::make_unique<api::WireDispatcher>(
      loop, wire_services_, *parts.keys, clock_, random_, logger_, audit_.get(), log);
  parts.front_door = std::make_unique<FrontDoor>(loop, admin_, probes_, *parts.dispatcher,
                                                 *parts.query_dispatcher, *parts.wire_dispatcher);
  // The first listener may choose the port; the others share it.
  const std::uint16_t port = index == 0 ? settings_.listen_port : port_;
  parts.server =
      TRY(http::serve(loop, network_, clock_, *parts.front_door, settings_.listen_address, port,
                      http_limits(settings_), tls_ ? &tls_->acceptor() : nullptr));
  port_ = parts.server->port();
  return {};
}

std::unique_ptr<AuditFile> Server::Parts::open_audit() {
  const bool has_directory = settings_.engine != Engine::memory;
  if (settings_.audit_log == "off" || (settings_.audit_log.empty() && !has_directory)) {
    return nullptr;
  }
  const std::string path =
      settings_.audit_log.empty() ? settings_.data_directory + "/audit.log" : settings_.audit_log;
  return std::make_unique<AuditFile>(storage_->files(), storage_->worker(), clock_, logger_, path,
                                     settings_.audit_log_bytes);
}

// One service of several folders.
api::WireService Server::Parts::cloudwatch() const {
  api::WireService service = cloudwatch_.service();
  alarms_.add_operations(service);
  return service;
}

Result<void> Server::Parts::listen_for_admin() {
  admin_server_ = TRY(http::serve(storage_->loops().loop(Storage::catalog_loop), network_, clock_,
                                  admin_door_, "127.0.0.1", 0, http_limits(settings_)));
  return {};
}

std::optional<stream::AccessKey> Server::Parts::local_key() const {
  std::optional<stream::AccessKey> key;
  const auto view = storage_->catalog().view();
  view->state.users.for_each(
      [&](const std::string&, const std::shared_ptr<const stream::User>& user) {
        const auto& policies = user->policies.attached;
        const bool is_full = std::ranges::find(policies, stream::full_access_arn) != policies.end();
        if (key || !is_full || user->account_id != settings_.account_id) return;
        if (const auto credential = view->state.find_credential(user->access_key_id)) {
          key = credential->key;
        }
      });
  return key;
}

Result<void> Server::Parts::listen() {
  loops_.resize(storage_->loops().count());
  for (std::size_t index = 0; index < loops_.size(); ++index) {
    Result<void> listening;
    storage_->loops().run_on(index, [&] { listening = listen_on(index); });
    TRY(std::move(listening));
  }
  Result<void> listening;
  storage_->loops().run_on(Storage::catalog_loop, [&] {
    push_.watch(storage_->loops().loop(Storage::catalog_loop));
    storage_->metrics().start();
    autoscaling_.start();
    alarms_.start();
    if (tls_) tls_->start();
    if (tls_ && tls_->acceptor().is_required()) listening = listen_for_admin();
  });
  TRY(std::move(listening));
  return write_admin_file();
}

Result<void> Server::Parts::write_admin_file() {
  if (settings_.engine == Engine::memory) return {};
  if (admin_server_) {
    return storage_->write_private_file(
        admin_file_path(settings_.data_directory),
        encode_admin_file(
            {.host = "127.0.0.1", .port = admin_server_->port(), .token = admin_.token()}));
  }
  const AdminAccess access{
      .host = is_loopback(settings_.listen_address) ||
                      settings_.listen_address.find_first_not_of("0.:") != std::string::npos
                  ? settings_.listen_address
                  : "127.0.0.1",
      .port = port_,
      .token = admin_.token()};
  return storage_->write_private_file(admin_file_path(settings_.data_directory),
                                      encode_admin_file(access));
}

// On the loop itself.
LoopFacts Server::Parts::facts_of(std::size_t loop) const {
  const LoopParts& parts = loops_[loop];
  if (parts.server == nullptr) return {};
  return {.connections = parts.server->connections(),
          .http = parts.server->counters(),
          .requests = parts.dispatcher->counts().counts()};
}

// Lets requests under way finish on all loops at once.
void Server::Parts::drain() {
  probes_.drain();
  std::vector<std::unique_ptr<std::binary_semaphore>> drained;
  for (std::size_t index = 0; index < loops_.size(); ++index) {
    if (loops_[index].server == nullptr) continue;
    auto& done = *drained.emplace_back(std::make_unique<std::binary_semaphore>(0));
    storage_->loops().loop(index).post([this, index, &done] {
      push_.drain(storage_->loops().loop(index));
      loops_[index].server->drain(settings_.drain_timeout,
                                  [&done](Result<void>) { done.release(); });
    });
  }
  for (const auto& done : drained) done->acquire();
}

void Server::Parts::stop() {
  if (storage_ == nullptr) return;
  storage_->loops().run_on(Storage::catalog_loop, [this] {
    alarms_.stop();
    autoscaling_.stop();
    if (tls_) tls_->stop();
    admin_server_.reset();
  });
  drain();
  for (std::size_t index = 0; index < loops_.size(); ++index) {
    storage_->loops().run_on(index, [&] {
      loops_[index].server.reset();
      push_.stop(storage_->loops().loop(index));
    });
  }
  if (settings_.engine == Engine::journal) {
    storage_->remove_file(admin_file_path(settings_.data_directory));
  }
  storage_.reset();
  loops_.clear();
}

Result<std::unique_ptr<Server>> Server::start(const Settings& settings, const FirstUser& first_user,
                                              const env::Clock& clock, env::Random& random,
                                              env::Logger& logger) {
  if (first_user.access_key_id.empty() != first_user.secret_access_key.empty()) {
    return fail(ErrorCode::invalid_argument,
                "WEIR_ACCESS_KEY_ID and WEIR_SECRET_ACCESS_KEY must be set together.");
  }
  std::future<Result<std::shared_ptr<TlsService>>> opening_tls;
  const auto open_tls_meanwhile = [&](Storage& opened) {
    opening_tls = open_tls(settings, {.files = opened.files(),
                                      .worker = opened.worker(),
                                      .home = opened.loops().loop(Storage::catalog_loop),
                                      .clock = clock,
                                      .random = random,
                                      .logger = logger});
  };
  std::unique_ptr<Storage> storage =
      TRY(Storage::open(settings, clock, random, logger, KeyUse::keyring, open_tls_meanwhile));
  if (!first_user.access_key_id.empty()) {
    TRY(storage->ensure_user("environment", settings.account_id,
                             {first_user.access_key_id, first_user.secret_access_key}));
  }
  TRY(check_reach(settings, storage->has_users()));
  std::vector<notifications::Topic> topics = TRY(topics_of(settings.topics, storage->files()));
  const bool open_to_all = !storage->has_users();
  std::shared_ptr<TlsService> tls = TRY(opening_tls.get());
  auto parts = std::make_unique<Parts>(settings, clock, random, logger, std::move(storage),
                                       std::move(tls), std::move(topics));
  Result<void> listening = parts->listen();
  if (!listening && listening.error().code == ErrorCode::in_use) {
    listening.error().message += " Take another one with --listen ADDRESS:PORT.";
  }
  TRY(std::move(listening));
  logger.info("started", {{"listen", settings.listen_address},
                          {"port", parts->port()},
                          {"data", settings.data_directory},
                          {"threads", settings.threads}});
  if (open_to_all) {
    logger.warning("no_user_defined", {{"effect", "every signature is accepted, on loopback only"},
                                       {"account", settings.account_id},
                                       {"hint", "weir user add NAME"}});
  }
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() = default;
std::uint16_t Server::port() const { return parts_->port(); }
std::optional<stream::AccessKey> Server::local_key() const { return parts_->local_key(); }
void Server::stop() { parts_->stop(); }

}  // namespace weir::server
