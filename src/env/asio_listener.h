// AsioListener: accepts TCP connections on one loop. Made by AsioNetwork only.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <map>
#include <memory>
#include <string>

#include "base/mutex.h"
#include "env/asio_loop.h"
#include "env/network.h"

namespace weir::env {

using AsioAcceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp,
                                                        boost::asio::io_context::executor_type>;
using Accepted = std::move_only_function<void(std::unique_ptr<ByteStream>)>;

// The addresses and ports on which one AsioNetwork listens, and by how many listeners. Threads:
// any.
class BoundPorts {
 public:
  using Endpoint = boost::asio::ip::tcp::endpoint;

  // Opens a listening socket. The first listener of a port takes it for this network alone, the
  // next ones share it. Errors: those of Network::listen.
  Result<AsioAcceptor> listen(boost::asio::io_context& context, const Endpoint& endpoint);

  // A listener has closed its socket.
  void release(const Endpoint& endpoint);

 private:
  Mutex mutex_;
  std::map<Endpoint, std::size_t> listeners_ GUARDED_BY(mutex_);
};

class AsioListener final : public Listener {
 public:
  AsioListener(AsioLoop& loop, AsioAcceptor acceptor, std::shared_ptr<BoundPorts> bound_ports,
               Accepted accepted);
  ~AsioListener() override;
  AsioListener(const AsioListener&) = delete;
  AsioListener& operator=(const AsioListener&) = delete;

  std::uint16_t port() const override;

 private:
  class Acceptance;

  std::shared_ptr<Acceptance> acceptance_;
  std::shared_ptr<BoundPorts> bound_ports_;
  boost::asio::ip::tcp::endpoint endpoint_;
};

}  // namespace weir::env
