#include "env/asio_network.h"

#include <fmt/format.h>

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <utility>

#include "base/check.h"
#include "env/asio_listener.h"
#include "env/asio_loop.h"
#include "env/asio_stream.h"

namespace weir::env {
namespace {

using boost::asio::ip::tcp;
using Resolver = boost::asio::ip::basic_resolver<tcp, boost::asio::io_context::executor_type>;

AsioLoop& asio_loop(EventLoop& loop) {
  auto* const found = dynamic_cast<AsioLoop*>(&loop);
  CHECK(found != nullptr, "AsioNetwork needs an AsioLoop");
  return *found;
}

// One attempt to connect, kept alive by the handlers inside the io_context.
class Connecting : public std::enable_shared_from_this<Connecting> {
 public:
  Connecting(boost::asio::io_context& context, std::string host, std::uint16_t port,
             StreamDone done)
      : resolver_(context),
        socket_(context),
        host_(std::move(host)),
        port_(port),
        done_(std::move(done)) {}

  void start() {
    boost::system::error_code not_numeric;
    const auto address = boost::asio::ip::make_address(host_, not_numeric);
    // Asio looks names up on a thread of its own, which an address can do without.
    if (not_numeric) return resolve();
    connect(std::array{tcp::endpoint(address, port_)});
  }

 private:
  void resolve() {
    resolver_.async_resolve(host_, std::to_string(port_),
                            [self = shared_from_this()](const boost::system::error_code& error,
                                                        const Resolver::results_type& endpoints) {
                              if (error) return self->give_up(error);
                              self->connect(endpoints);
                            });
  }

  // Tries one endpoint after the other.
  template <class Endpoints>
  void connect(const Endpoints& endpoints) {
    boost::asio::async_connect(
        socket_, endpoints,
        [self = shared_from_this()](const boost::system::error_code& error, const tcp::endpoint&) {
          if (error) return self->give_up(error);
          self->done_(AsioStream::make(std::move(self->socket_)));
        });
  }

  void give_up(const boost::system::error_code& error) {
    done_(fail(ErrorCode::unavailable,
               fmt::format("Cannot connect to {}:{}: {}.", host_, port_, error.message())));
  }

  Resolver resolver_;
  AsioSocket socket_;
  const std::string host_;
  const std::uint16_t port_;
  StreamDone done_;
};

}  // namespace

AsioNetwork::AsioNetwork() : bound_ports_(std::make_shared<BoundPorts>()) {}

AsioNetwork::~AsioNetwork() = default;

Result<std::unique_ptr<Listener>> AsioNetwork::listen(EventLoop& loop, const std::string& address,
                                                      std::uint16_t port, Accepted accepted) {
  boost::system::error_code error;
  const auto numeric = boost::asio::ip::make_address(address, error);
  if (error) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("\"{}\" is not an IPv4 or IPv6 address.", address));
  }
  AsioLoop& home = asio_loop(loop);
  AsioAcceptor acceptor = TRY(bound_ports_->listen(home.context(), tcp::endpoint(numeric, port)));
  return std::make_unique<AsioListener>(home, std::move(acceptor), bound_ports_,
                                        std::move(accepted));
}

void AsioNetwork::connect(EventLoop& loop, const std::string& host, std::uint16_t port,
                          StreamDone done) {
  std::make_shared<Connecting>(asio_loop(loop).context(), host, port, std::move(done))->start();
}

}  // namespace weir::env
