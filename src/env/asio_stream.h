// AsioStream: a ByteStream over a connected TCP socket. Made by AsioNetwork only.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <string>

#include "env/network.h"

namespace weir::env {

using AsioSocket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

class AsioStream final : public ByteStream {
 public:
  // Takes over a connected socket. Errors: unavailable (the other side has gone already).
  static Result<std::unique_ptr<ByteStream>> make(AsioSocket socket);

  // The state that outlives the stream while the io_context still holds a cancelled wait.
  class Connection;

  explicit AsioStream(boost::intrusive_ptr<Connection> connection);
  ~AsioStream() override;
  AsioStream(const AsioStream&) = delete;
  AsioStream& operator=(const AsioStream&) = delete;

  void read_some(std::span<char> into, Done<std::size_t> done) override;
  Result<std::size_t> write_now(std::span<const std::span<const char>> pieces) override;
  void wait_writable(Done<void> done) override;
  void finish_writing() override;
  std::string peer_address() const override;

 private:
  boost::intrusive_ptr<Connection> connection_;
};

}  // namespace weir::env
