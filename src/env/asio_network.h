// AsioNetwork: TCP connections on AsioLoops.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "env/network.h"

namespace weir::env {

// Every EventLoop given to it must be an AsioLoop, and outlives the listeners and streams on it.
// The network outlives its listeners. Threads: any; a listener is destroyed on its loop's thread,
// or after that has ended.
class AsioNetwork final : public Network {
 public:
  AsioNetwork();
  ~AsioNetwork() override;
  AsioNetwork(const AsioNetwork&) = delete;
  AsioNetwork& operator=(const AsioNetwork&) = delete;

  // A port on which another AsioNetwork, or another process, listens is in use.
  Result<std::unique_ptr<Listener>> listen(
      EventLoop& loop, const std::string& address, std::uint16_t port,
      std::move_only_function<void(std::unique_ptr<ByteStream>)> accepted) override;

  void connect(EventLoop& loop, const std::string& host, std::uint16_t port,
               StreamDone done) override;

 private:
  std::shared_ptr<class BoundPorts> bound_ports_;
};

}  // namespace weir::env
