#include "aws/credentials/role_credentials.h"

#include <fmt/format.h>

#include <charconv>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aws/credentials.h"
#include "aws/credentials/credential_doors.h"
#include "aws/credentials/found_credentials.h"
#include "aws/iso_time.h"
#include "aws/sigv4_signer.h"
#include "aws/xml_input.h"
#include "base/result.h"
#include "base/time.h"
#include "codec/percent_encoding.h"
#include "http/client.h"

namespace weir::aws {
namespace {

constexpr seconds timeout{10};
constexpr std::string_view global_region = "us-east-1";

std::string endpoint(const CredentialDoors& doors, const RoleSettings& settings) {
  for (const char* name : {"AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"}) {
    if (std::string set = doors.variable(name); !set.empty()) return set;
  }
  if (settings.region.empty()) return "https://sts.amazonaws.com";
  return fmt::format("https://sts.{}.amazonaws.com", settings.region);
}

void add(std::string& form, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  fmt::format_to(std::back_inserter(form), "&{}=", name);
  codec::append_percent_encoded(form, value, codec::Slash::encode);
}

// STS allows 15 minutes to 12 hours.
Result<void> check_duration(const RoleSettings& settings) {
  const std::string& text = settings.duration_seconds;
  if (text.empty()) return {};
  int number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && number >= 900 &&
      number <= 43'200) {
    return {};
  }
  return fail(ErrorCode::invalid_argument,
              fmt::format("duration_seconds is {}; 900 to 43200 are allowed.", text));
}

std::string form_of(std::string_view action, const RoleSettings& settings, WallTime now) {
  std::string form = fmt::format("Action={}&Version=2011-06-15", action);
  add(form, "RoleArn", settings.role_arn);
  add(form, "RoleSessionName",
      settings.session_name.empty() ? fmt::format("weir-{}", now.whole_seconds())
                                    : settings.session_name);
  add(form, "DurationSeconds", settings.duration_seconds);
  return form;
}

http::ClientRequest post(std::string form) {
  http::ClientRequest request;
  request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
  request.body = std::move(form);
  return request;
}

std::unexpected<Error> refusal(const RoleSettings& settings, const http::ClientResponse& answer) {
  const std::string code = xml_text(answer.body, "Code").value_or("");
  const std::string message = xml_text(answer.body, "Message").value_or("");
  const std::string reason = code.empty() ? fmt::format("HTTP status {}", answer.status)
                                          : fmt::format("{}: {}", code, message);
  const ErrorCode kind =
      answer.status >= 500 ? ErrorCode::unavailable : ErrorCode::invalid_argument;
  return fail(kind, fmt::format("Role {} cannot be assumed: {}", settings.role_arn, reason) +
                        (reason.ends_with('.') ? "" : "."));
}

Result<FoundCredentials> read_answer(const RoleSettings& settings, const std::string& body) {
  FoundCredentials found;
  found.credentials.access_key_id = xml_text(body, "AccessKeyId").value_or("");
  found.credentials.secret_access_key = xml_text(body, "SecretAccessKey").value_or("");
  found.credentials.session_token = xml_text(body, "SessionToken").value_or("");
  found.expires_at = parse_iso_time(xml_text(body, "Expiration").value_or(""));
  if (found.credentials.access_key_id.empty() || found.credentials.secret_access_key.empty() ||
      !found.expires_at) {
    return fail(
        ErrorCode::corrupt,
        fmt::format("Role {} cannot be assumed: the answer is not understood.", settings.role_arn));
  }
  found.source = fmt::format("role {}", settings.role_arn);
  return found;
}

Result<FoundCredentials> ask(const CredentialDoors& doors, const RoleSettings& settings,
                             const http::Origin& origin, http::ClientRequest request) {
  const Result<http::ClientResponse> answer = doors.fetch(origin, std::move(request), timeout);
  if (!answer) {
    return fail(ErrorCode::unavailable,
                fmt::format("Role {} cannot be assumed: {} does not answer.", settings.role_arn,
                            origin.authority()));
  }
  if (answer->status != 200) return refusal(settings, *answer);
  return read_answer(settings, answer->body);
}

}  // namespace

Result<FoundCredentials> assume_role(const CredentialDoors& doors, const RoleSettings& settings,
                                     const Credentials& caller) {
  TRY(check_duration(settings));
  const http::Origin origin = TRY(http::parse_origin(endpoint(doors, settings)));
  std::string form = form_of("AssumeRole", settings, doors.now());
  add(form, "ExternalId", settings.external_id);
  http::ClientRequest request = post(std::move(form));
  Sigv4Signer signer(caller, settings.region.empty() ? std::string(global_region) : settings.region,
                     "sts");
  signer.sign(request, origin.authority(), doors.now());
  return ask(doors, settings, origin, std::move(request));
}

Result<FoundCredentials> assume_role_with_web_identity(const CredentialDoors& doors,
                                                       const RoleSettings& settings,
                                                       const std::string& token_path) {
  TRY(check_duration(settings));
  const http::Origin origin = TRY(http::parse_origin(endpoint(doors, settings)));
  const std::optional<std::string> token = doors.read_file(token_path);
  if (!token || token->empty()) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("The web identity token cannot be read from {}.", token_path));
  }
  std::string form = form_of("AssumeRoleWithWebIdentity", settings, doors.now());
  add(form, "WebIdentityToken", token->substr(0, token->find_last_not_of("\r\n") + 1));
  return ask(doors, settings, origin, post(std::move(form)));
}

}  // namespace weir::aws
