#include <fmt/format.h>
#include <sys/socket.h>

#include <utility>

#include "env/asio_listener.h"

namespace weir::env {
namespace {

using ReusePort = boost::asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

// One step of opening a socket: does nothing once an earlier one has failed.
template <class Step>
void attempt(boost::system::error_code& error, Step step) {
  if (!error) step();
}

std::unexpected<Error> cannot_listen(const boost::asio::ip::tcp::endpoint& endpoint,
                                     const boost::system::error_code& error) {
  const std::string address = endpoint.address().to_string();
  if (error == boost::asio::error::address_in_use) {
    return fail(ErrorCode::in_use, fmt::format("Port {} on {} is in use by another process.",
                                               endpoint.port(), address));
  }
  return fail(ErrorCode::invalid_argument, fmt::format("Cannot listen on port {} of {}: {}.",
                                                       endpoint.port(), address, error.message()));
}

}  // namespace

// SO_REUSEPORT lets several sockets listen on one port, but those of other processes of the same
// user too: a second server would silently take half the connections. So the first socket of a port
// binds and listens without it, which fails if anybody else listens there, and gets the option only
// afterwards, to let this network's further sockets join. A second server's first socket does not
// have it, so that it is refused for as long as one of ours listens.
Result<AsioAcceptor> BoundPorts::listen(boost::asio::io_context& context,
                                        const Endpoint& endpoint) {
  const MutexLock lock(mutex_);
  const bool is_shared = listeners_.contains(endpoint);
  AsioAcceptor acceptor(context);
  boost::system::error_code error;
  acceptor.open(endpoint.protocol(), error);
  // A restarted server must not wait for the last one's connections to leave TIME_WAIT.
  attempt(error, [&] { acceptor.set_option(AsioAcceptor::reuse_address(true), error); });
  if (is_shared) attempt(error, [&] { acceptor.set_option(ReusePort(true), error); });
  attempt(error, [&] { acceptor.bind(endpoint, error); });
  attempt(error, [&] { acceptor.listen(AsioAcceptor::max_listen_connections, error); });
  if (!is_shared) attempt(error, [&] { acceptor.set_option(ReusePort(true), error); });
  if (error) return cannot_listen(endpoint, error);

  const Endpoint bound = acceptor.local_endpoint(error);
  if (error) return cannot_listen(endpoint, error);
  ++listeners_[bound];
  return acceptor;
}

void BoundPorts::release(const Endpoint& endpoint) {
  const MutexLock lock(mutex_);
  const auto found = listeners_.find(endpoint);
  if (--found->second == 0) listeners_.erase(found);
}

}  // namespace weir::env
