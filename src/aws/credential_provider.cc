#include "aws/credential_provider.h"

#include <fmt/format.h>

#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aws/credentials.h"
#include "aws/profile_file.h"
#include "base/result.h"

namespace weir::aws {
namespace {

// Settings of profiles whose credentials only another service or program can give.
constexpr std::array<std::string_view, 6> unsupported_settings = {
    "role_arn",      "credential_process", "sso_session",
    "sso_start_url", "source_profile",     "login_session"};

// Everything there is to know, read once.
struct Search {
  const CredentialFlags& flags;
  const CredentialSources& sources;
  std::string profile_name;
  std::string credentials_path;
  std::string config_path;
  Profiles credentials{};
  Profiles config{};

  // Empty if it is not set.
  std::string variable(const std::string& name) const {
    return sources.environment(name).value_or("");
  }
};

// The value of the variable, or a file in the home directory; "~/" stands for that directory.
std::string path_of(const CredentialSources& sources, const std::string& variable,
                    const std::string& usual) {
  std::string path = sources.environment(variable).value_or("");
  if (path.empty()) path = "~/.aws/" + usual;
  if (!path.starts_with("~/")) return path;
  return sources.environment("HOME").value_or("") + path.substr(1);
}

std::string first_of(std::initializer_list<std::string> values) {
  for (const std::string& value : values) {
    if (!value.empty()) return value;
  }
  return {};
}

Search start(const CredentialFlags& flags, const CredentialSources& sources) {
  Search search{.flags = flags,
                .sources = sources,
                .profile_name = {},
                .credentials_path = path_of(sources, "AWS_SHARED_CREDENTIALS_FILE", "credentials"),
                .config_path = path_of(sources, "AWS_CONFIG_FILE", "config")};
  search.profile_name = first_of({flags.profile, search.variable("AWS_PROFILE"),
                                  search.variable("AWS_DEFAULT_PROFILE"), "default"});
  search.credentials = parse_profiles(sources.read_file(search.credentials_path).value_or(""),
                                      ProfileFile::credentials);
  search.config =
      parse_profiles(sources.read_file(search.config_path).value_or(""), ProfileFile::config);
  return search;
}

std::string setting(const Profiles& profiles, std::string_view profile, std::string_view name) {
  const auto found = profiles.find(profile);
  if (found == profiles.end()) return {};
  const auto value = found->second.find(name);
  return value == found->second.end() ? std::string() : value->second;
}

// Credentials, nothing if there are none, or an error if there is half a pair.
Result<std::optional<Credentials>> whole_pair(Credentials found, std::string_view where) {
  if (found.access_key_id.empty() && found.secret_access_key.empty()) return std::nullopt;
  if (found.access_key_id.empty() || found.secret_access_key.empty()) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("{} has {} without {}.", where,
                    found.access_key_id.empty() ? "a secret access key" : "an access key id",
                    found.access_key_id.empty() ? "an access key id" : "a secret access key"));
  }
  return std::optional(std::move(found));
}

Result<std::optional<Credentials>> from_environment(const Search& search) {
  return whole_pair({.access_key_id = search.variable("AWS_ACCESS_KEY_ID"),
                     .secret_access_key = search.variable("AWS_SECRET_ACCESS_KEY"),
                     .session_token = search.variable("AWS_SESSION_TOKEN")},
                    "The environment");
}

Result<std::optional<Credentials>> from_profile(const Search& search) {
  const std::string& name = search.profile_name;
  for (const auto& [profiles, path] : {std::pair(&search.credentials, &search.credentials_path),
                                       std::pair(&search.config, &search.config_path)}) {
    auto found =
        TRY(whole_pair({.access_key_id = setting(*profiles, name, "aws_access_key_id"),
                        .secret_access_key = setting(*profiles, name, "aws_secret_access_key"),
                        .session_token = setting(*profiles, name, "aws_session_token")},
                       fmt::format("Profile {} in {}", name, *path)));
    if (found) return found;
  }
  for (const std::string_view unsupported : unsupported_settings) {
    if (setting(search.config, name, unsupported).empty() &&
        setting(search.credentials, name, unsupported).empty()) {
      continue;
    }
    return fail(ErrorCode::invalid_argument,
                fmt::format("Profile {} uses {}, which is not supported; put the output of `aws "
                            "configure export-credentials --format env` into the environment.",
                            name, unsupported));
  }
  return std::nullopt;
}

Result<Credentials> find_credentials(const Search& search) {
  const CredentialFlags& flags = search.flags;
  auto said = TRY(whole_pair({.access_key_id = flags.access_key_id,
                              .secret_access_key = flags.secret_access_key,
                              .session_token = flags.session_token},
                             "The command line"));
  if (said) return *std::move(said);
  if (flags.profile.empty()) {
    auto environment = TRY(from_environment(search));
    if (environment) return *std::move(environment);
  }
  auto profile = TRY(from_profile(search));
  if (profile) return *std::move(profile);
  return fail(
      ErrorCode::not_found,
      fmt::format("There are no credentials: neither in the environment (AWS_ACCESS_KEY_ID, "
                  "AWS_SECRET_ACCESS_KEY) nor for profile {} in {} or {}.",
                  search.profile_name, search.credentials_path, search.config_path));
}

}  // namespace

Result<ClientIdentity> find_identity(const CredentialFlags& flags,
                                     const CredentialSources& sources) {
  const Search search = start(flags, sources);
  ClientIdentity identity;
  identity.credentials = TRY(find_credentials(search));
  identity.region =
      first_of({flags.region, search.variable("AWS_REGION"), search.variable("AWS_DEFAULT_REGION"),
                setting(search.config, search.profile_name, "region"),
                setting(search.credentials, search.profile_name, "region")});
  return identity;
}

}  // namespace weir::aws
