// AgentConnection: asks one agent, one question after another, and waits for each answer.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "env/asio_loop.h"
#include "env/asio_network.h"
#include "http/client.h"
#include "meter/agent_address.h"
#include "meter/agents/agent_network.h"

namespace weir::app {

class AgentConnection {
 public:
  // Trusts `authority_pem` alone.
  AgentConnection(const AgentAddress& address, const std::string& authority_pem);

  // Errors: those of http::Client::send, within a few seconds; of large requests within minutes.
  Result<http::ClientResponse> send(http::ClientRequest request);

 private:
  env::AsioLoop loop_{0};
  env::AsioNetwork network_;
  meter::AgentNetwork to_agent_;
  std::unique_ptr<http::Client> client_;
  std::unique_ptr<http::Client> patient_client_;  // For orders.
};

}  // namespace weir::app
