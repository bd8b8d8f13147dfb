#include "env/asio_stream.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "env/handler_memory.h"

namespace weir::env {
namespace {

// An answer is a head and a body; more pieces than this go out with the next call.
constexpr std::size_t pieces_max = 64;

std::string numeric_address(const boost::asio::ip::address& address) {
  // What a listener on "::" calls ::ffff:10.0.0.1 is 10.0.0.1 to everybody else.
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6())
        .to_string();
  }
  return address.to_string();
}

}  // namespace

class AsioStream::Connection
    : public boost::intrusive_ref_counter<Connection, boost::thread_unsafe_counter> {
 public:
  Connection(AsioSocket socket, std::string peer)
      : socket_(std::move(socket)), peer_(std::move(peer)) {}

  void read_some(std::span<char> into, Done<std::size_t> done);
  void wait_writable(Done<void> done);
  Result<std::size_t> send(const iovec* pieces, std::size_t count);

  void finish_writing() {
    boost::system::error_code ignored;  // The connection is broken: the next read says so.
    socket_.shutdown(AsioSocket::shutdown_send, ignored);
  }

  void close() {
    read_done_ = nullptr;
    writable_done_ = nullptr;
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

  const std::string& peer() const { return peer_; }

 private:
  struct ReadHandler;
  struct WritableHandler;

  std::unexpected<Error> broken(const std::string& reason) const {
    return fail(ErrorCode::unavailable, fmt::format("Connection to {} broke: {}.", peer_, reason));
  }

  AsioSocket socket_;
  const std::string peer_;
  Done<std::size_t> read_done_;  // Empty while nobody reads, and once closed.
  Done<void> writable_done_;
  HandlerMemory read_memory_;
  HandlerMemory writable_memory_;
};

struct AsioStream::Connection::ReadHandler {
  using allocator_type = HandlerAllocator<std::byte>;
  allocator_type get_allocator() const { return allocator_type(connection->read_memory_); }

  void operator()(const boost::system::error_code& error, std::size_t count) const {
    if (!connection->read_done_) return;
    auto done = std::exchange(connection->read_done_, nullptr);
    if (!error) return done(count);
    if (error == boost::asio::error::eof) return done(0);
    done(connection->broken(error.message()));
  }

  boost::intrusive_ptr<Connection> connection;
};

struct AsioStream::Connection::WritableHandler {
  using allocator_type = HandlerAllocator<std::byte>;
  allocator_type get_allocator() const { return allocator_type(connection->writable_memory_); }

  void operator()(const boost::system::error_code& error) const {
    if (!connection->writable_done_) return;
    auto done = std::exchange(connection->writable_done_, nullptr);
    if (error) return done(connection->broken(error.message()));
    done({});
  }

  boost::intrusive_ptr<Connection> connection;
};

void AsioStream::Connection::read_some(std::span<char> into, Done<std::size_t> done) {
  CHECK(!into.empty());
  CHECK(!read_done_, "one read at a time");
  read_done_ = std::move(done);
  socket_.async_read_some(boost::asio::buffer(into.data(), into.size()),
                          ReadHandler{boost::intrusive_ptr<Connection>(this)});
}

void AsioStream::Connection::wait_writable(Done<void> done) {
  CHECK(!writable_done_, "one wait at a time");
  writable_done_ = std::move(done);
  socket_.async_wait(AsioSocket::wait_write,
                     WritableHandler{boost::intrusive_ptr<Connection>(this)});
}

Result<std::size_t> AsioStream::Connection::send(const iovec* pieces, std::size_t count) {
  constexpr int flags = MSG_NOSIGNAL | MSG_DONTWAIT;
  msghdr message = {};
  message.msg_iov = const_cast<iovec*>(pieces);
  message.msg_iovlen = count;
  for (;;) {
    // One piece is the common case, and send() is cheaper than sendmsg().
    const ssize_t sent =
        count == 1 ? ::send(socket_.native_handle(), pieces->iov_base, pieces->iov_len, flags)
                   : ::sendmsg(socket_.native_handle(), &message, flags);
    if (sent >= 0) return static_cast<std::size_t>(sent);
    if (errno == EINTR) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS) return 0;
    return broken(std::strerror(errno));
  }
}

Result<std::unique_ptr<ByteStream>> AsioStream::make(AsioSocket socket) {
  boost::system::error_code error;
  const auto peer = socket.remote_endpoint(error);
  if (error) return fail(ErrorCode::unavailable, "The other side has gone: " + error.message());
  // Answers are written whole: waiting for more to fill a packet (Nagle) would only delay them.
  socket.set_option(boost::asio::ip::tcp::no_delay(true), error);
  return std::make_unique<AsioStream>(
      boost::intrusive_ptr(new Connection(std::move(socket), numeric_address(peer.address()))));
}

AsioStream::AsioStream(boost::intrusive_ptr<Connection> connection)
    : connection_(std::move(connection)) {}

AsioStream::~AsioStream() { connection_->close(); }

void AsioStream::read_some(std::span<char> into, Done<std::size_t> done) {
  connection_->read_some(into, std::move(done));
}

Result<std::size_t> AsioStream::write_now(std::span<const std::span<const char>> pieces) {
  std::array<iovec, pieces_max> vectors;
  const std::size_t count = std::min(pieces.size(), vectors.size());
  for (std::size_t i = 0; i < count; ++i) {
    vectors[i] = {const_cast<char*>(pieces[i].data()), pieces[i].size()};
  }
  return connection_->send(vectors.data(), count);
}

void AsioStream::wait_writable(Done<void> done) { connection_->wait_writable(std::move(done)); }

void AsioStream::finish_writing() { connection_->finish_writing(); }

std::string AsioStream::peer_address() const { return connection_->peer(); }

}  // namespace weir::env
