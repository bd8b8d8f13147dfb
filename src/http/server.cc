#include "http/server.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "base/done.h"
#include "base/result.h"
#include "base/time.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/network.h"
#include "http/connection_set.h"
#include "http/message.h"
#include "http/tls/acceptor.h"

namespace weir::http {
namespace {

class ListeningServer final : public Server {
 public:
  ListeningServer(std::shared_ptr<ConnectionSet> set, std::unique_ptr<env::Listener> listener)
      : set_(std::move(set)), listener_(std::move(listener)), port_(listener_->port()) {}

  std::uint16_t port() const override { return port_; }
  std::size_t connections() const override { return set_->size(); }
  const ServerCounters& counters() const override { return set_->counters(); }

  void drain(seconds patience, Done<void> done) override {
    listener_.reset();
    set_->drain(patience, std::move(done));
  }

 private:
  const std::shared_ptr<ConnectionSet> set_;
  std::unique_ptr<env::Listener> listener_;  // Destroyed first; none while draining.
  const std::uint16_t port_;
};

}  // namespace

Result<std::unique_ptr<Server>> serve(env::EventLoop& loop, env::Network& network,
                                      const env::Clock& clock, Handler& handler,
                                      const std::string& address, std::uint16_t port,
                                      const ServerLimits& limits, const TlsAcceptor* tls) {
  auto set = std::make_shared<ConnectionSet>(loop, clock, handler, limits, tls);
  auto listener = TRY(network.listen(
      loop, address, port,
      [&set = *set](std::unique_ptr<env::ByteStream> stream) { set.accept(std::move(stream)); }));
  return std::make_unique<ListeningServer>(std::move(set), std::move(listener));
}

}  // namespace weir::http
