// AgentNetwork: a network in which the one name of agents' certificates leads to one agent, however
// that is reached.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "env/network.h"

namespace weir::meter {

class AgentNetwork final : public env::Network {
 public:
  // `network` must outlive it.
  AgentNetwork(env::Network& network, std::string host, std::uint16_t port)
      : network_(network), host_(std::move(host)), port_(port) {}

  Result<std::unique_ptr<env::Listener>> listen(
      env::EventLoop& loop, const std::string& address, std::uint16_t port,
      std::move_only_function<void(std::unique_ptr<env::ByteStream>)> accepted) override {
    return network_.listen(loop, address, port, std::move(accepted));
  }

  void connect(env::EventLoop& loop, const std::string&, std::uint16_t,
               env::StreamDone done) override {
    network_.connect(loop, host_, port_, std::move(done));
  }

 private:
  env::Network& network_;
  const std::string host_;
  const std::uint16_t port_;
};

}  // namespace weir::meter
