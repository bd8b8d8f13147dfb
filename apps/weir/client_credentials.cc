#include "client_credentials.h"

#include <optional>
#include <string>
#include <utility>

#include "blocking_client.h"
#include "credential_program.h"
#include "text_file.h"

namespace weir::app {
namespace {

constexpr std::size_t answer_bytes_max = 256u << 10;

Result<http::ClientResponse> ask(const http::Origin& origin, http::ClientRequest request,
                                 seconds timeout, const std::string& ca_file) {
  BlockingClient client(origin, ca_file,
                        {.protocol = http::ClientProtocol::http1,
                         .response_bytes_max = answer_bytes_max,
                         .connect_timeout = timeout,
                         .response_timeout = timeout});
  return client.send(std::move(request));
}

std::optional<std::string> read_if_there(const std::string& path) {
  if (path.empty() || path == "-") return std::nullopt;
  Result<std::string> text = read_text_file(path);
  if (!text) return std::nullopt;
  return *std::move(text);
}

}  // namespace

aws::CredentialDoors credential_doors(const World& world) {
  return {.environment = [&world](const std::string& name) { return world.environment(name); },
          .read_file = read_if_there,
          .run_program = [](const std::string& command) { return run_credential_program(command); },
          // The variable by which Amazon's tools trust other authorities.
          .fetch =
              [&world](const http::Origin& origin, http::ClientRequest request, seconds timeout) {
                return ask(origin, std::move(request), timeout,
                           world.environment("AWS_CA_BUNDLE").value_or(""));
              },
          .now = [&world] { return world.clock.wall_now(); }};
}

Result<std::unique_ptr<ClientCredentials>> ClientCredentials::find(
    const aws::CredentialFlags& flags, const World& world) {
  auto search = [flags, doors = credential_doors(world)] {
    return aws::find_credentials(flags, doors);
  };
  aws::FoundCredentials first = TRY(search());
  return std::make_unique<ClientCredentials>(std::move(first), std::move(search), world.clock);
}

std::unique_ptr<ClientCredentials> keep_credentials(aws::Credentials credentials,
                                                    const env::Clock& clock) {
  const aws::FoundCredentials found{.credentials = std::move(credentials)};
  return std::make_unique<ClientCredentials>(found, [found] { return found; }, clock);
}

}  // namespace weir::app
