// MemoryNetwork: connections inside one test, without ports or sockets, that can be slow or break
// at will.
//
// Not a model of TCP: bytes arrive in order and at once, unless the options or a stall hold them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "env/network.h"

namespace weir::env {

struct MemoryNetworkOptions {
  // What a direction of a connection holds before write_now answers 0.
  std::size_t pipe_bytes = 64u << 10;
  // What one read answers at most: 1 cuts everything into single bytes.
  std::size_t read_bytes_max = SIZE_MAX;
  // The peer_address of accepted streams.
  std::string client_address = "127.0.0.1";
};

// All loops given to it are run by one thread, and outlive it and its streams. It outlives its
// listeners.
class MemoryNetwork final : public Network {
 public:
  explicit MemoryNetwork(MemoryNetworkOptions options = {});
  ~MemoryNetwork() override;
  MemoryNetwork(const MemoryNetwork&) = delete;
  MemoryNetwork& operator=(const MemoryNetwork&) = delete;

  // Listeners of one port take connections in turn, whatever their address.
  Result<std::unique_ptr<Listener>> listen(
      EventLoop& loop, const std::string& address, std::uint16_t port,
      std::move_only_function<void(std::unique_ptr<ByteStream>)> accepted) override;

  // Reaches the listeners of `port` under any host.
  void connect(EventLoop& loop, const std::string& host, std::uint16_t port,
               StreamDone done) override;

  // Another process has the port: listening on it is refused.
  void occupy_port(std::uint16_t port) { occupied_ports_.insert(port); }

  // While stalled, no connection delivers a byte, an end or room; writers fill their pipes.
  void set_stalled(bool is_stalled);

  // Breaks all present connections: reads, writes and waits at both ends fail, bytes on the way are
  // lost.
  void break_connections();

 private:
  friend class MemoryListener;
  class State;

  const std::shared_ptr<State> state_;
  std::set<std::uint16_t> occupied_ports_;
};

}  // namespace weir::env
