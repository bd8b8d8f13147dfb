#include "http/client_connector.h"

#include <memory>
#include <utility>

#include "base/done.h"
#include "base/result.h"
#include "env/network.h"
#include "http/client.h"
#include "http/client_connection.h"
#include "http/tls/tls_context.h"
#include "http/tls/tls_stream.h"

namespace weir::http {

void ClientConnector::connect(Done<Connected> done) {
  done_ = std::move(done);
  network_.connect(loop_, origin_.host, origin_.port,
                   [self = weak_from_this()](Result<std::unique_ptr<env::ByteStream>> stream) {
                     if (const auto alive = self.lock()) alive->on_stream(std::move(stream));
                   });
}

void ClientConnector::on_stream(Result<std::unique_ptr<env::ByteStream>> stream) {
  if (!done_) return;  // It took too long.
  if (!stream) return answer(std::unexpected(std::move(stream.error())));
  if (tls_ == nullptr) {
    return answer(Connected{.stream = std::move(*stream),
                            .is_http2 = limits_.protocol == ClientProtocol::http2});
  }
  tls_stream_ =
      std::make_unique<TlsStream>(loop_, std::move(*stream), tls_->make_session(origin_.host));
  tls_stream_->handshake([this](Result<void> result) { on_handshake(std::move(result)); });
}

void ClientConnector::on_handshake(Result<void> result) {
  if (!done_) return;
  if (!result) return answer(std::unexpected(std::move(result.error())));
  const bool is_chosen = tls_stream_->application_protocol() == "h2";
  answer(Connected{.stream = std::move(tls_stream_),
                   .is_http2 = is_chosen || limits_.protocol == ClientProtocol::http2});
}

void ClientConnector::answer(Result<Connected> connected) {
  std::exchange(done_, nullptr)(std::move(connected));
}

void ClientConnector::on_second() {
  // The first second may have been short.
  if (!done_ || ++seconds_ <= limits_.connect_timeout.count()) return;
  answer(std::unexpected(broken_off(origin_, "connecting took too long")));
}

}  // namespace weir::http
