#include "env/asio_listener.h"

#include <boost/asio/error.hpp>
#include <utility>

#include "env/asio_stream.h"

namespace weir::env {
namespace {

// How long to leave connections in the kernel's queue when there is no file descriptor or memory
// for them; without a pause the loop would spin.
constexpr milliseconds pause_when_out_of_resources{100};

bool is_out_of_resources(const boost::system::error_code& error) {
  return error == boost::system::errc::too_many_files_open ||
         error == boost::system::errc::too_many_files_open_in_system ||
         error == boost::system::errc::no_buffer_space ||
         error == boost::system::errc::not_enough_memory;
}

}  // namespace

// Outlives the listener while the io_context still holds a cancelled accept.
class AsioListener::Acceptance : public std::enable_shared_from_this<Acceptance> {
 public:
  Acceptance(AsioLoop& loop, AsioAcceptor acceptor, Accepted accepted)
      : loop_(loop), acceptor_(std::move(acceptor)), accepted_(std::move(accepted)) {}

  void accept_next() {
    acceptor_.async_accept(
        [self = shared_from_this()](const boost::system::error_code& error, AsioSocket socket) {
          self->take(error, std::move(socket));
        });
  }

  void close() {
    is_closed_ = true;
    pause_.reset();
    boost::system::error_code ignored;
    acceptor_.close(ignored);
  }

 private:
  void take(const boost::system::error_code& error, AsioSocket socket) {
    if (is_closed_) return;
    if (is_out_of_resources(error)) {
      pause_ = loop_.after(pause_when_out_of_resources, [this] { accept_next(); });
      return;
    }
    // Any other error is the connection's own: it was broken off before it was accepted.
    if (!error) {
      Result<std::unique_ptr<ByteStream>> stream = AsioStream::make(std::move(socket));
      if (stream) accepted_(std::move(*stream));
    }
    // `accepted_` may have destroyed the listener.
    if (!is_closed_) accept_next();
  }

  AsioLoop& loop_;
  AsioAcceptor acceptor_;
  Accepted accepted_;
  std::unique_ptr<Timer> pause_;
  bool is_closed_ = false;
};

AsioListener::AsioListener(AsioLoop& loop, AsioAcceptor acceptor,
                           std::shared_ptr<BoundPorts> bound_ports, Accepted accepted)
    : bound_ports_(std::move(bound_ports)) {
  boost::system::error_code ignored;  // BoundPorts asked the same socket before.
  endpoint_ = acceptor.local_endpoint(ignored);
  acceptance_ = std::make_shared<Acceptance>(loop, std::move(acceptor), std::move(accepted));
  acceptance_->accept_next();
}

AsioListener::~AsioListener() {
  acceptance_->close();
  bound_ports_->release(endpoint_);
}

std::uint16_t AsioListener::port() const { return endpoint_.port(); }

}  // namespace weir::env
