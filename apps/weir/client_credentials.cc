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
  aws::FoundCredentials found{.credentials = std::move(credentials)};
  auto again = [found] { return found; };
  return std::make_unique<ClientCredentials>(std::move(found), std::move(again), clock);
}

bool is_local(const http::Origin& origin) {
  return origin.host == "localhost" || origin.host == "::1" || origin.host.starts_with("127.");
}

std::string region_of(const ClientOptions& options, const World& world) {
  std::string region = aws::find_region({.profile = options.profile, .region = options.region},
                                        credential_doors(world));
  return region.empty() ? "us-east-1" : region;
}

Result<std::unique_ptr<ClientCredentials>> credentials_for(const http::Origin& origin,
                                                           const ClientOptions& options,
                                                           const World& world) {
  // Who talks to a server at home need not wait for a metadata service that is not there.
  const bool asks_instance =
      !is_local(origin) || world.environment("AWS_EC2_METADATA_SERVICE_ENDPOINT").has_value();
  auto found = ClientCredentials::find(
      {.profile = options.profile, .region = options.region, .asks_instance = asks_instance},
      world);
  // A local server without users takes any key; one with users refuses this one.
  const bool may_do_without = !found && is_local(origin) && options.profile.empty() &&
                              found.error().code == ErrorCode::not_found;
  if (may_do_without) return keep_credentials({"weir", "weir", ""}, world.clock);
  return found;
}

}  // namespace weir::app
