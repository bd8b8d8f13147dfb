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
  explicit BlockingClient(http::Origin origin, const std::string& ca_file = "",
                          const http::ClientLimits& limits = {
                              .protocol = http::ClientProtocol::automatic});

  // Sends and waits for the answer. Errors: those of http::Client::send.
  Result<http::ClientResponse> send(http::ClientRequest request);

  // Lets time pass.
  void sleep(milliseconds duration);

  // For work on the same loop that is under way between the calls above: run() goes on until
  // stop() is called, from any thread.
  env::EventLoop& loop() { return loop_; }
  env::Network& network() { return network_; }
  void run() { loop_.run(); }
  void stop() { loop_.stop(); }

 private:
  env::AsioLoop loop_{0};
  env::AsioNetwork network_;
  std::unique_ptr<http::Client> client_;
};

}  // namespace weir::app
