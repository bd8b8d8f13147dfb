// BlockingClient: an HTTP client for a command that does one thing after another.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/time.h"
#include "env/asio_loop.h"
#include "env/asio_network.h"
#include "http/client.h"

namespace weir::app {

class BlockingClient {
 public:
  explicit BlockingClient(http::Origin origin, const std::string& ca_file = "");

  // Sends and waits for the answer. Errors: those of http::Client::send.
  Result<http::ClientResponse> send(http::ClientRequest request);

  // Lets time pass.
  void sleep(milliseconds duration);

 private:
  env::AsioLoop loop_{0};
  env::AsioNetwork network_;
  std::unique_ptr<http::Client> client_;
};

}  // namespace weir::app
