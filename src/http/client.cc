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
#include "http/client_connector.h"
#include "http/client_exchange.h"
#include "http/http1_client_connection.h"
#include "http/http2_client_connection.h"
#include "http/tls/tls_context.h"

namespace weir::http {
namespace {

// How often a request is sent at most that servers do not look at.
constexpr int attempts_max = 3;

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
        tls_(std::move(tls)),
        is_http1_(limits.protocol == ClientProtocol::http1 ||
                  (limits.protocol == ClientProtocol::automatic && !origin_.tls)) {}

  void send(Exchange exchange) {
    const Result<void> checked =
        tls_ ? check_request(exchange.request) : std::unexpected(tls_.error());
    if (!checked) {
      return loop_.post([exchange = std::move(exchange), error = checked.error()]() mutable {
        exchange.fail(std::move(error));
      });
    }
    waiting_.push_back(std::move(exchange));
    start_waiting();
  }

  // The client has gone: nobody is answered any more. What is on the stack lives a little longer.
  void stop() {
    is_stopped_ = true;
    timer_.reset();
    waiting_.clear();
    for (const auto& connection : connections_) connection->abandon();
    loop_.post([pool = shared_from_this(), connections = std::move(connections_),
                connectors = std::move(connectors_)] {});
  }

  void on_free(ClientConnection& connection) override {
    if (is_stopped_) return;
    if (std::ranges::find(free_, &connection) == free_.end()) free_.push_back(&connection);
    start_waiting();
  }

  void on_closed(ClientConnection& connection) override {
    if (is_stopped_) return;
    retire(connection);
    start_waiting();
  }

  void on_refused(Exchange exchange) override {
    if (is_stopped_) return;
    if (exchange.attempts >= attempts_max) {
      return exchange.fail(broken_off(origin_, "the server takes no requests"));
    }
    waiting_.push_front(std::move(exchange));
    // Not now: its connection may be about to close.
    loop_.post([pool = weak_from_this()] {
      if (const auto alive = pool.lock()) alive->start_waiting();
    });
  }

 private:
  void start_waiting() {
    while (!waiting_.empty() && !is_stopped_) {
      ClientConnection* const connection = pick();
      if (connection == nullptr) return connect_more();
      Exchange exchange = std::move(waiting_.front());
      waiting_.pop_front();
      ++exchange.attempts;
      if (connection->begin(exchange)) continue;
      --exchange.attempts;
      waiting_.push_front(std::move(exchange));
      retire(*connection);
    }
  }

  // A connection that takes another exchange, or null. The last one used is used next, so that
  // those that are not needed become idle; of several with HTTP/2 that with the least to do.
  ClientConnection* pick() {
    std::erase_if(free_, [](const ClientConnection* free) { return !free->can_begin(); });
    if (free_.empty()) return nullptr;
    if (is_http1_) {
      ClientConnection* const last = free_.back();
      free_.pop_back();
      return last;
    }
    return *std::ranges::min_element(free_, {}, &ClientConnection::exchanges);
  }

  void connect_more() {
    // Only one at a time where one may be enough for all that wait.
    const std::size_t wanted = is_http1_ ? waiting_.size() : 1;
    while (connectors_.size() < wanted &&
           connections_.size() + connectors_.size() < limits_.connections_max) {
      connectors_.push_back(
          std::make_shared<ClientConnector>(loop_, network_, origin_, limits_, tls_->get()));
      connectors_.back()->connect([pool = weak_from_this(), connector = connectors_.back().get()](
                                      Result<Connected> connected) {
        if (const auto alive = pool.lock()) alive->on_connected(*connector, std::move(connected));
      });
      if (!timer_) arm_timer();
    }
  }

  void on_connected(ClientConnector& connector, Result<Connected> connected) {
    if (is_stopped_) return;
    const auto found =
        std::ranges::find(connectors_, &connector, &std::shared_ptr<ClientConnector>::get);
    CHECK(found != connectors_.end());
    // It is on the stack.
    loop_.post([done = std::move(*found)] {});
    connectors_.erase(found);
    if (!connected) return fail_waiting(connected.error());
    is_http1_ = !connected->is_http2;
    add(*std::move(connected));
    start_waiting();
  }

  void add(Connected connected) {
    const ClientConnection::Surroundings surroundings{.loop = loop_,
                                                      .origin = origin_,
                                                      .authority = authority_,
                                                      .limits = limits_,
                                                      .owner = *this};
    if (connected.is_http2) {
      auto http2 =
          std::make_shared<Http2ClientConnection>(surroundings, std::move(connected.stream));
      http2->start();
      connections_.push_back(std::move(http2));
    } else {
      auto http1 =
          std::make_shared<Http1ClientConnection>(surroundings, std::move(connected.stream));
      http1->start();
      connections_.push_back(std::move(http1));
    }
    free_.push_back(connections_.back().get());
  }

  // Whom the connection was made for: one exchange, or all that there are.
  void fail_waiting(const Error& error) {
    const auto alive = shared_from_this();
    std::size_t count = is_http1_ ? std::min<std::size_t>(1, waiting_.size()) : waiting_.size();
    for (; count > 0 && !waiting_.empty(); --count) {
      Exchange exchange = std::move(waiting_.front());
      waiting_.pop_front();
      exchange.fail(error);
    }
    start_waiting();
  }

  // Of those that wait, the ones that have waited long enough. Once a second.
  void end_waiting() {
    std::vector<Exchange> late;
    std::erase_if(waiting_, [&](Exchange& exchange) {
      // The first second may have been short.
      if (++exchange.seconds_waited <= limits_.response_timeout.count()) return false;
      late.push_back(std::move(exchange));
      return true;
    });
    for (Exchange& exchange : late) {
      if (is_stopped_) return;
      exchange.fail(broken_off(origin_, "no connection was free in time"));
    }
  }

  // Destroyed later: it may be on the stack.
  void retire(ClientConnection& connection) {
    std::erase(free_, &connection);
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
    const auto connectors = connectors_;
    const auto connections = connections_;
    for (const auto& connector : connectors) connector->on_second();
    for (const auto& connection : connections) {
      if (!is_stopped_) connection->on_second();
    }
    if (!is_stopped_) end_waiting();
    const bool is_in_use = !connections_.empty() || !connectors_.empty();
    if (is_in_use && !timer_) arm_timer();
  }

  env::EventLoop& loop_;
  env::Network& network_;
  const Origin origin_;
  const std::string authority_;
  const ClientLimits limits_;
  const Result<std::unique_ptr<TlsContext>> tls_;  // Null without TLS.
  bool is_http1_;                                  // As far as is known.
  std::vector<std::shared_ptr<ClientConnector>> connectors_;
  std::vector<std::shared_ptr<ClientConnection>> connections_;
  std::vector<ClientConnection*> free_;  // Those that may take another exchange, and others.
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
    pool_->send({.request = std::move(request), .done = std::move(done), .opened = nullptr});
  }
  void open(ClientRequest request, Done<StreamedResponse> done) override {
    pool_->send({.request = std::move(request), .done = nullptr, .opened = std::move(done)});
  }

 private:
  const std::shared_ptr<ClientPool> pool_;
};

std::string_view find_header(const std::vector<std::pair<std::string, std::string>>& headers,
                             std::string_view lower_case_name) {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

Alpn alpn_of(ClientProtocol protocol) {
  switch (protocol) {
    case ClientProtocol::http1:
      return Alpn::http1;
    case ClientProtocol::http2:
      return Alpn::http2;
    case ClientProtocol::automatic:
      break;
  }
  return Alpn::both;
}

}  // namespace

std::string_view ClientResponse::header(std::string_view lower_case_name) const {
  return find_header(headers, lower_case_name);
}

std::string_view StreamedResponse::header(std::string_view lower_case_name) const {
  return find_header(headers, lower_case_name);
}

std::unique_ptr<Client> make_client(env::EventLoop& loop, env::Network& network, Origin origin,
                                    const ClientLimits& limits, const std::string& ca_file) {
  Result<std::unique_ptr<TlsContext>> tls = nullptr;
  if (origin.tls) tls = TlsContext::make(ca_file, alpn_of(limits.protocol));
  return std::make_unique<PooledClient>(
      std::make_shared<ClientPool>(loop, network, std::move(origin), limits, std::move(tls)));
}

}  // namespace weir::http
