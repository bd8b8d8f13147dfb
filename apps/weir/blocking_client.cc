#include "blocking_client.h"

#include <utility>

namespace weir::app {

BlockingClient::BlockingClient(http::Origin origin, const std::string& ca_file,
                               const http::ClientLimits& limits)
    : client_(http::make_client(loop_, network_, std::move(origin), limits, ca_file)) {}

Result<http::ClientResponse> BlockingClient::send(http::ClientRequest request) {
  std::optional<Result<http::ClientResponse>> answer;
  loop_.post([&] {
    client_->send(std::move(request), [&](Result<http::ClientResponse> response) {
      answer.emplace(std::move(response));
      loop_.stop();
    });
  });
  while (!answer) loop_.run();
  return *std::move(answer);
}

void BlockingClient::sleep(milliseconds duration) {
  bool over = false;
  std::unique_ptr<env::Timer> timer;
  loop_.post([&] {
    timer = loop_.after(duration, [&] {
      over = true;
      loop_.stop();
    });
  });
  while (!over) loop_.run();
}

}  // namespace weir::app
