// Network, Listener and ByteStream: the door to other machines.
//
// Byte streams only: who frames bytes into requests is http/. A stream belongs to the loop it was
// made on; all its calls and callbacks happen there.
//
// Implementations: AsioNetwork (asio_network.h) over TCP; MemoryNetwork (memory_network.h), pipes
// inside a test, which can deliver a byte at a time, stall, or break.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/done.h"
#include "env/event_loop.h"

namespace weir::env {

// One connection. Destroying it closes it; callbacks under way are then dropped, never called.
class ByteStream {
 public:
  virtual ~ByteStream() = default;

  // Waits for bytes and reads at least one into `into`, which must live until the answer. 0 means
  // that the other side has finished sending. One read at a time. Errors: unavailable  the
  // connection is broken.
  virtual void read_some(std::span<char> into, Done<std::size_t> done) = 0;

  // Writes what the connection takes at once, without waiting, from several pieces in order; the
  // number of bytes taken, 0 when it is full.
  // Errors: unavailable  the connection is broken.
  virtual Result<std::size_t> write_now(std::span<const std::span<const char>> pieces) = 0;

  // Answers once the connection can take bytes again. One wait at a time.
  virtual void wait_writable(Done<void> done) = 0;

  // Says to the other side that nothing more will be sent; reading goes on.
  virtual void finish_writing() = 0;

  // The other side, without a port: "127.0.0.1".
  virtual std::string peer_address() const = 0;
};

using StreamDone = Done<std::unique_ptr<ByteStream>>;

// Accepts connections from listen() until destroyed.
class Listener {
 public:
  virtual ~Listener() = default;

  // The port it listens on: the one asked for, or the one the system chose when that was 0.
  virtual std::uint16_t port() const = 0;
};

class Network {
 public:
  virtual ~Network() = default;

  // Listens on a numeric IPv4 or IPv6 address and calls `accepted` on `loop` for each connection.
  // Several loops may listen on the same address and port; the system spreads connections over
  // them. Errors: in_use            another process has the port.
  //         invalid_argument  not an address of this machine, or not allowed.
  virtual Result<std::unique_ptr<Listener>> listen(
      EventLoop& loop, const std::string& address, std::uint16_t port,
      std::move_only_function<void(std::unique_ptr<ByteStream>)> accepted) = 0;

  // Connects to a host name or address. Never blocks, name look-up included.
  // Errors: unavailable  nobody answers there.
  virtual void connect(EventLoop& loop, const std::string& host, std::uint16_t port,
                       StreamDone done) = 0;
};

}  // namespace weir::env
