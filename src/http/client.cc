#include "http/client.h"

#include <algorithm>
#include <deque>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/done.h"
#include "base/result.h"
#include "base/time.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "http/client_connection.h"
#include "http/client_exchange.h"
#include "http/tls/tls_context.h"

namespace weir::http {
namespace {

// The connections to one origin, and the exchanges that wait for one.
class ClientPool final : public ClientConnectionOwner,
                         public std::enable_shared_from_this<ClientPool> {
 public:
  ClientPool(env::EventLoop& loop, env::Network& network, Origin origin, const ClientLimits& limits,
             Result<std::unique_ptr<TlsContext>> tls)
      : loop_(loop),
        network_(network),
        origin_(std::move(origin)),
        authority_(origin_.authority()),
        limits_(limits),
        tls_(std::move(tls)) {}

  void send(ClientRequest request, Done<ClientResponse> done) {
    if (!tls_) return fail_later(tls_.error(), std::move(done));
    auto exchange = make_exchange(std::move(request), authority_, done);
    if (!exchange) return fail_later(std::move(exchange.error()), std::move(done));
    waiting_.push_back(std::move(*exchange));
    start_waiting();
  }

  // The client has gone: nobody is answered any more. What is on the stack lives a little longer.
  void stop() {
    is_stopped_ = true;
    timer_.reset();
    waiting_.clear();
    loop_.post([pool = shared_from_this(), connections = std::move(connections_)] {});
  }

  void on_exchange_end(ClientConnection& connection, ExchangeEnd end) override {
    if (is_stopped_) return;
    if (connection.is_idle()) {
      idle_.push_back(&connection);
    } else {
      retire(connection);
    }
    start_waiting();
    // Last, because it may destroy the client.
    end.exchange.done(std::move(end.result));
  }

  void on_idle_end(ClientConnection& connection) override {
    if (is_stopped_) return;
    std::erase(idle_, &connection);
    retire(connection);
  }

 private:
  void start_waiting() {
    while (!waiting_.empty() && start(waiting_.front())) waiting_.pop_front();
  }

  // False if all connections are busy.
  bool start(Exchange& exchange) {
    while (!idle_.empty()) {
      ClientConnection& connection = *idle_.back();
      idle_.pop_back();
      if (connection.begin(exchange)) return true;
      retire(connection);
    }
    if (connections_.size() >= limits_.connections_max) return false;
    connections_.push_back(
        std::make_shared<ClientConnection>(ClientConnection::Surroundings{.loop = loop_,
                                                                          .network = network_,
                                                                          .origin = origin_,
                                                                          .limits = limits_,
                                                                          .tls = tls_->get(),
                                                                          .owner = *this}));
    connections_.back()->connect(std::move(exchange));
    if (!timer_) arm_timer();
    return true;
  }

  // Destroyed later: it may be on the stack.
  void retire(ClientConnection& connection) {
    const auto found =
        std::ranges::find(connections_, &connection, &std::shared_ptr<ClientConnection>::get);
    CHECK(found != connections_.end());
    loop_.post([retired = std::move(*found)] {});
    connections_.erase(found);
  }

  void arm_timer() {
    timer_ = loop_.after(seconds(1), [this] { pass_second(); });
  }

  void pass_second() {
    timer_.reset();
    const auto alive = shared_from_this();
    const auto connections = connections_;
    for (const auto& connection : connections) connection->on_second();
    if (!connections_.empty() && !timer_) arm_timer();
  }

  void fail_later(Error error, Done<ClientResponse> done) {
    loop_.post([error = std::move(error), done = std::move(done)]() mutable {
      done(std::unexpected(std::move(error)));
    });
  }

  env::EventLoop& loop_;
  env::Network& network_;
  const Origin origin_;
  const std::string authority_;
  const ClientLimits limits_;
  const Result<std::unique_ptr<TlsContext>> tls_;  // Null without TLS.
  std::vector<std::shared_ptr<ClientConnection>> connections_;
  std::vector<ClientConnection*> idle_;  // The last one used is the last one here, and used next.
  std::deque<Exchange> waiting_;
  std::unique_ptr<env::Timer> timer_;  // Set while there are connections.
  bool is_stopped_ = false;
};

class PooledClient final : public Client {
 public:
  explicit PooledClient(std::shared_ptr<ClientPool> pool) : pool_(std::move(pool)) {}
  ~PooledClient() override { pool_->stop(); }
  PooledClient(const PooledClient&) = delete;
  PooledClient& operator=(const PooledClient&) = delete;

  void send(ClientRequest request, Done<ClientResponse> done) override {
    pool_->send(std::move(request), std::move(done));
  }

 private:
  const std::shared_ptr<ClientPool> pool_;
};

}  // namespace

std::string_view ClientResponse::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

std::unique_ptr<Client> make_client(env::EventLoop& loop, env::Network& network, Origin origin,
                                    const ClientLimits& limits, const std::string& ca_file) {
  Result<std::unique_ptr<TlsContext>> tls = nullptr;
  if (origin.tls) tls = TlsContext::make(ca_file);
  return std::make_unique<PooledClient>(
      std::make_shared<ClientPool>(loop, network, std::move(origin), limits, std::move(tls)));
}

}  // namespace weir::http
