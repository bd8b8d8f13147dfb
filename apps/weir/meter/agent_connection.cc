#include "meter/agent_connection.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "meter/agents/agent_secret.h"

namespace weir::app {
namespace {

constexpr std::size_t answer_bytes_max = 256u << 20;
constexpr std::size_t large_bytes = 64u << 10;

std::unique_ptr<http::Client> client_of(env::AsioLoop& loop, env::Network& network,
                                        std::uint16_t port, const std::string& authority_pem,
                                        seconds patience) {
  return http::make_client(loop, network, {.tls = true, .host = meter::agent_host, .port = port},
                           {.connections_max = 1,
                            .response_bytes_max = answer_bytes_max,
                            .connect_timeout = seconds(3),
                            .response_timeout = patience},
                           authority_pem);
}

}  // namespace

AgentConnection::AgentConnection(const AgentAddress& address, const std::string& authority_pem)
    : to_agent_(network_, address.host, address.port),
      client_(client_of(loop_, to_agent_, address.port, authority_pem, seconds(5))),
      patient_client_(client_of(loop_, to_agent_, address.port, authority_pem, seconds(300))) {}

Result<http::ClientResponse> AgentConnection::send(http::ClientRequest request) {
  http::Client& client = request.body.size() > large_bytes ? *patient_client_ : *client_;
  std::optional<Result<http::ClientResponse>> answer;
  loop_.post([&] {
    client.send(std::move(request), [&](Result<http::ClientResponse> response) {
      answer.emplace(std::move(response));
      loop_.stop();
    });
  });
  while (!answer) loop_.run();
  return *std::move(answer);
}

}  // namespace weir::app
