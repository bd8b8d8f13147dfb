#include <memory>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/result.h"
#include "http/client.h"
#include "meter/wire/connection.h"
#include "meter/wire/request_head.h"

namespace weir::meter {
namespace {

class Http2Connection final : public Connection {
 public:
  Http2Connection(const ConnectionSurroundings& surroundings, http::Client& client)
      : around_(surroundings), client_(client), self_(std::make_shared<Http2Connection*>(this)) {}
  ~Http2Connection() override { *self_ = nullptr; }
  Http2Connection(const Http2Connection&) = delete;
  Http2Connection& operator=(const Http2Connection&) = delete;

  void send(RequestHead& head, std::string_view body, ExchangeListener& listener) override {
    CHECK(listener_ == nullptr);
    listener_ = &listener;
    http::ClientRequest request = head.to_request(body, around_.clock.wall_now());
    bytes_sent_ = body.size();
    for (const auto& [name, value] : request.headers) bytes_sent_ += name.size() + value.size();
    client_.send(std::move(request), [self = self_](Result<http::ClientResponse> response) {
      if (*self != nullptr) (*self)->on_response(std::move(response));
    });
  }

  void on_second() override {}

 private:
  void on_response(Result<http::ClientResponse> response) {
    Exchange exchange;
    exchange.ended = exchange.first_byte = around_.clock.monotonic_now();
    exchange.bytes_sent = bytes_sent_;
    if (response) {
      exchange.status = response->status;
      exchange.body = response->body;
      exchange.bytes_received = response->body.size();
      for (const auto& [name, value] : response->headers) {
        exchange.bytes_received += name.size() + value.size();
      }
    } else {
      exchange.failure = response.error().message;
    }
    std::exchange(listener_, nullptr)->on_exchange(exchange);
  }

  const ConnectionSurroundings around_;
  http::Client& client_;
  const std::shared_ptr<Http2Connection*> self_;
  ExchangeListener* listener_ = nullptr;
  std::size_t bytes_sent_ = 0;
};

}  // namespace

std::unique_ptr<Connection> make_http2_connection(const ConnectionSurroundings& surroundings,
                                                  http::Client& client) {
  return std::make_unique<Http2Connection>(surroundings, client);
}

}  // namespace weir::meter
