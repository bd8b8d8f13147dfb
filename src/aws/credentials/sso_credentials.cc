#include "aws/credentials/sso_credentials.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aws/credentials/credential_answer.h"
#include "aws/credentials/credential_doors.h"
#include "aws/credentials/found_credentials.h"
#include "aws/iso_time.h"
#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "codec/hex.h"
#include "codec/percent_encoding.h"
#include "codec/sha1.h"
#include "http/client.h"

namespace weir::aws {
namespace {

constexpr seconds timeout{10};

std::unexpected<Error> log_in(const SsoSettings& settings, std::string_view reason) {
  return fail(ErrorCode::expired,
              fmt::format("{} for profile {}; run `aws sso login --profile {}`.", reason,
                          settings.profile, settings.profile));
}

Result<void> check_settings(const SsoSettings& settings) {
  for (const auto& [name, value] :
       {std::pair("sso_start_url", &settings.start_url), std::pair("sso_region", &settings.region),
        std::pair("sso_account_id", &settings.account_id),
        std::pair("sso_role_name", &settings.role_name)}) {
    if (value->empty()) {
      return fail(
          ErrorCode::invalid_argument,
          fmt::format("Profile {} uses single sign-on without {}.", settings.profile, name));
    }
  }
  return {};
}

// Where Amazon's tools keep the token.
std::string token_path(const CredentialDoors& doors, const SsoSettings& settings) {
  const std::string& key = settings.session.empty() ? settings.start_url : settings.session;
  return fmt::format("{}/.aws/sso/cache/{}.json", doors.variable("HOME"),
                     codec::hex_text(codec::sha1(bytes_of(key))));
}

Result<std::string> read_token(const CredentialDoors& doors, const SsoSettings& settings) {
  std::optional<std::string> text = doors.read_file(token_path(doors, settings));
  if (!text) return log_in(settings, "There is no single sign-on token");
  const Result<JsonMembers> members = read_json_members(*std::move(text));
  if (!members) return log_in(settings, "The single sign-on token cannot be read");
  std::string token = member(*members, "accessToken");
  const std::optional<WallTime> expires_at = parse_iso_time(member(*members, "expiresAt"));
  if (token.empty() || !expires_at || *expires_at <= doors.now() ||
      token.find_first_of("\r\n") != std::string::npos) {
    return log_in(settings, "The single sign-on token has expired");
  }
  return token;
}

std::string portal_url(const CredentialDoors& doors, const SsoSettings& settings) {
  for (const char* name : {"AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL"}) {
    if (std::string set = doors.variable(name); !set.empty()) return set;
  }
  return fmt::format("https://portal.sso.{}.amazonaws.com", settings.region);
}

http::ClientRequest role_request(const SsoSettings& settings, std::string token) {
  std::string target = "/federation/credentials?role_name=";
  codec::append_percent_encoded(target, settings.role_name, codec::Slash::encode);
  target += "&account_id=";
  codec::append_percent_encoded(target, settings.account_id, codec::Slash::encode);
  http::ClientRequest request{
      .method = "GET", .target = std::move(target), .headers = {}, .body = {}};
  request.headers.emplace_back("x-amz-sso_bearer_token", std::move(token));
  return request;
}

Result<FoundCredentials> read_answer(std::string body, const SsoSettings& settings) {
  constexpr std::string_view who = "The single sign-on portal";
  const Result<JsonMembers> answer = read_json_members(std::move(body));
  if (!answer) {
    return fail(ErrorCode::corrupt, fmt::format("{} {}.", who, answer.error().message));
  }
  FoundCredentials found =
      TRY(read_credentials({{"AccessKeyId", member(*answer, "roleCredentials.accessKeyId")},
                            {"SecretAccessKey", member(*answer, "roleCredentials.secretAccessKey")},
                            {"Token", member(*answer, "roleCredentials.sessionToken")}},
                           who));
  // Milliseconds since 1970.
  const std::string expiration = member(*answer, "roleCredentials.expiration");
  std::int64_t ms = 0;
  if (std::from_chars(expiration.data(), expiration.data() + expiration.size(), ms).ec ==
      std::errc()) {
    found.expires_at = WallTime{ms};
  }
  found.source = fmt::format("single sign-on of profile {}", settings.profile);
  return found;
}

}  // namespace

Result<FoundCredentials> find_sso_credentials(const CredentialDoors& doors,
                                              const SsoSettings& settings) {
  TRY(check_settings(settings));
  std::string token = TRY(read_token(doors, settings));
  const http::Origin portal = TRY(http::parse_origin(portal_url(doors, settings)));
  Result<http::ClientResponse> answer =
      doors.fetch(portal, role_request(settings, std::move(token)), timeout);
  if (!answer) {
    return fail(
        ErrorCode::unavailable,
        fmt::format("The single sign-on portal at {} does not answer.", portal.authority()));
  }
  if (answer->status == 401) return log_in(settings, "The single sign-on token has expired");
  if (answer->status != 200) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("The single sign-on portal refuses role {} of account {} with HTTP "
                            "status {}.",
                            settings.role_name, settings.account_id, answer->status));
  }
  return read_answer(std::move(answer->body), settings);
}

}  // namespace weir::aws
