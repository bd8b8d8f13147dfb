#include "aws/credentials/metadata_credentials.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aws/credentials/credential_answer.h"
#include "aws/credentials/credential_doors.h"
#include "aws/credentials/found_credentials.h"
#include "base/result.h"
#include "base/time.h"
#include "http/client.h"

namespace weir::aws {
namespace {

// What a machine outside Amazon loses by asking in vain.
constexpr seconds timeout{1};
constexpr int attempts_max = 3;

constexpr std::string_view container_address = "http://169.254.170.2";
// Over plain HTTP only to where nobody else listens: loopback, ECS' and EKS' own addresses.
constexpr std::array<std::string_view, 5> container_hosts = {"localhost", "::1", "169.254.170.2",
                                                             "169.254.170.23", "fd00:ec2::23"};

constexpr std::string_view instance_address = "http://169.254.169.254";
constexpr std::string_view instance_address_ipv6 = "http://[fd00:ec2::254]";
constexpr std::string_view role_path = "/latest/meta-data/iam/security-credentials/";
constexpr std::string_view token_seconds = "21600";

struct Url {
  http::Origin origin;
  std::string target;
};

Result<Url> parse_url(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t path = scheme == std::string::npos ? scheme : url.find('/', scheme + 3);
  Url parsed{.origin = TRY(http::parse_origin(url.substr(0, path))),
             .target = path == std::string::npos ? "/" : url.substr(path)};
  return parsed;
}

bool is_allowed(const http::Origin& origin) {
  return origin.tls || origin.host.starts_with("127.") ||
         std::ranges::find(container_hosts, origin.host) != container_hosts.end();
}

// The whole URL that the environment names; empty if it names none.
std::string container_url(const CredentialDoors& doors) {
  const std::string relative = doors.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  if (!relative.empty()) {
    return fmt::format("{}{}{}", container_address, relative.starts_with('/') ? "" : "/", relative);
  }
  return doors.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI");
}

// The file is read anew each time: who runs the container replaces it before it expires.
Result<std::string> container_token(const CredentialDoors& doors) {
  std::string token = doors.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
  const std::string path = doors.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  if (!path.empty()) {
    std::optional<std::string> text = doors.read_file(path);
    if (!text) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be read: {}.", path));
    }
    token = *std::move(text);
    while (token.ends_with('\n') || token.ends_with('\r')) token.pop_back();
  }
  if (token.find_first_of("\r\n") != std::string::npos) {
    return fail(ErrorCode::invalid_argument,
                "The container's authorization token has a line break in it.");
  }
  return token;
}

// What came with status 200; `who` and the reason otherwise.
Result<std::string> fetch(const CredentialDoors& doors, const Url& url,
                          const http::ClientRequest& request, std::string_view who) {
  std::string reason;
  for (int attempt = 1; attempt <= attempts_max; ++attempt) {
    Result<http::ClientResponse> answer = doors.fetch(url.origin, request, timeout);
    if (answer && answer->status == 200) return std::move(answer->body);
    if (answer && answer->status < 500) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("{} at {} answered with HTTP status {}.", who, url.origin.authority(),
                              answer->status));
    }
    reason = answer ? fmt::format("answered with HTTP status {}", answer->status)
                    : std::string("does not answer");
  }
  return fail(ErrorCode::unavailable, fmt::format("{} at {} {}, asked {} times.", who,
                                                  url.origin.authority(), reason, attempts_max));
}

Result<FoundCredentials> read_answer(std::string body, std::string_view who) {
  const Result<JsonMembers> members = read_json_members(std::move(body));
  if (!members) {
    return fail(ErrorCode::corrupt, fmt::format("{} {}.", who, members.error().message));
  }
  return read_credentials(*members, who);
}

std::string instance_url(const CredentialDoors& doors) {
  std::string set = doors.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT");
  if (!set.empty()) return set;
  const std::string mode = doors.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE");
  return std::string(mode == "IPv6" || mode == "ipv6" ? instance_address_ipv6 : instance_address);
}

bool is_switched_off(const CredentialDoors& doors) {
  std::string value = doors.variable("AWS_EC2_METADATA_DISABLED");
  std::ranges::transform(value, value.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return value == "true";
}

}  // namespace

Result<std::optional<FoundCredentials>> find_container_credentials(const CredentialDoors& doors) {
  constexpr std::string_view who = "The container's credential service";
  const std::string address = container_url(doors);
  if (address.empty()) return std::nullopt;
  const Url url = TRY(parse_url(address));
  if (!is_allowed(url.origin)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("AWS_CONTAINER_CREDENTIALS_FULL_URI names {}; without https only "
                            "loopback, 169.254.170.2, 169.254.170.23 and fd00:ec2::23 are allowed.",
                            url.origin.host));
  }
  http::ClientRequest request{.method = "GET", .target = url.target, .headers = {}, .body = {}};
  std::string token = TRY(container_token(doors));
  if (!token.empty()) request.headers.emplace_back("Authorization", std::move(token));
  std::string body = TRY(fetch(doors, url, request, who));
  FoundCredentials found = TRY(read_answer(std::move(body), who));
  found.source = "the container";
  return found;
}

Result<std::optional<FoundCredentials>> find_instance_credentials(const CredentialDoors& doors) {
  constexpr std::string_view who = "The instance's metadata service";
  if (is_switched_off(doors)) return std::nullopt;
  Url url = TRY(parse_url(instance_url(doors)));
  url.target = "/latest/api/token";
  http::ClientRequest ask_token{.method = "PUT", .target = url.target, .headers = {}, .body = {}};
  ask_token.headers.emplace_back("X-aws-ec2-metadata-token-ttl-seconds", token_seconds);
  // One try: most machines have no such service, and their users wait for it.
  const Result<http::ClientResponse> token = doors.fetch(url.origin, ask_token, timeout);
  if (!token || token->status != 200) return std::nullopt;
  if (token->body.find_first_of("\r\n") != std::string::npos) return std::nullopt;

  http::ClientRequest ask{
      .method = "GET", .target = std::string(role_path), .headers = {}, .body = {}};
  ask.headers.emplace_back("X-aws-ec2-metadata-token", token->body);
  const Result<http::ClientResponse> role = doors.fetch(url.origin, ask, timeout);
  if (!role || role->status != 200 || role->body.empty()) return std::nullopt;
  const std::string name = role->body.substr(0, role->body.find_first_of("\r\n"));
  ask.target = fmt::format("{}{}", role_path, name);
  std::string body = TRY(fetch(doors, url, ask, who));
  FoundCredentials found = TRY(read_answer(std::move(body), who));
  found.source = fmt::format("the instance's role {}", name);
  return found;
}

}  // namespace weir::aws
