#include "aws/credentials/profile_credentials.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/credentials.h"
#include "aws/credentials/credential_doors.h"
#include "aws/credentials/found_credentials.h"
#include "aws/credentials/metadata_credentials.h"
#include "aws/credentials/profile_file.h"
#include "aws/credentials/profile_set.h"
#include "aws/credentials/program_credentials.h"
#include "aws/credentials/role_credentials.h"
#include "aws/credentials/sso_credentials.h"
#include "base/result.h"

namespace weir::aws {
namespace {

using Found = std::optional<FoundCredentials>;

// Longer chains of roles are a mistake; each costs a call.
constexpr std::size_t profiles_in_chain_max = 10;

// One look through the profiles, from that which was asked for along source_profile.
class Search {
 public:
  Search(const ProfileSet& profiles, const CredentialDoors& doors, const std::string& region)
      : profiles_(profiles), doors_(doors), region_(region) {}

  Result<Found> find(const std::string& name) {
    if (std::ranges::find(chain_, name) != chain_.end()) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("Profiles lead in a circle by source_profile: {}, {}.",
                              fmt::join(chain_, ", "), name));
    }
    if (chain_.size() == profiles_in_chain_max) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("More than {} profiles follow one another by source_profile: {}.",
                              profiles_in_chain_max, fmt::join(chain_, ", ")));
    }
    chain_.push_back(name);
    if (has_role(name)) return of_role(name);
    if (!value(name, "sso_session").empty() || !value(name, "sso_start_url").empty()) {
      return of_sso(name);
    }
    return of_keys_or_program(name);
  }

 private:
  std::string value(std::string_view profile, std::string_view name) const {
    return profiles_.value(profile, name);
  }

  // A role that says nothing of who takes it is left to who has static keys.
  bool has_role(const std::string& name) const {
    if (value(name, "role_arn").empty()) return false;
    return !value(name, "source_profile").empty() || !value(name, "credential_source").empty() ||
           !value(name, "web_identity_token_file").empty() ||
           value(name, "aws_access_key_id").empty();
  }

  RoleSettings role_settings(const std::string& name) const {
    const std::string region = value(name, "region");
    return {.role_arn = value(name, "role_arn"),
            .session_name = value(name, "role_session_name"),
            .external_id = value(name, "external_id"),
            .duration_seconds = value(name, "duration_seconds"),
            .region = region_.empty() ? region : region_};
  }

  Result<Found> of_role(const std::string& name) {
    if (!value(name, "mfa_serial").empty()) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("Profile {} asks for a code of {}, which is not supported; put the "
                              "output of `aws configure export-credentials --format env` into the "
                              "environment.",
                              name, value(name, "mfa_serial")));
    }
    const std::string token_path = value(name, "web_identity_token_file");
    if (!token_path.empty()) {
      return assume_role_with_web_identity(doors_, role_settings(name), token_path);
    }
    const FoundCredentials caller = TRY(caller_of(name));
    return assume_role(doors_, role_settings(name), caller.credentials);
  }

  // Who takes the role of the profile `name`.
  Result<FoundCredentials> caller_of(const std::string& name) {
    const std::string source = value(name, "source_profile");
    Found found;
    if (source.empty()) {
      found = TRY(of_source(name, value(name, "credential_source")));
    } else if (!profiles_.has(source)) {
      return fail(
          ErrorCode::invalid_argument,
          fmt::format("Profile {} names source_profile {}, which does not exist.", name, source));
    } else {
      // A profile may take its role with its own keys.
      found = TRY(source == name ? of_keys_or_program(name) : find(source));
    }
    if (found) return *std::move(found);
    return fail(
        ErrorCode::invalid_argument,
        fmt::format(
            "Profile {} takes a role with {}, where there are no credentials.", name,
            source.empty() ? value(name, "credential_source") : fmt::format("profile {}", source)));
  }

  Result<Found> of_source(const std::string& name, const std::string& source) const {
    if (source == "Environment") return find_environment_credentials(doors_);
    if (source == "EcsContainer") return find_container_credentials(doors_);
    if (source == "Ec2InstanceMetadata") return find_instance_credentials(doors_);
    if (source.empty()) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("Profile {} has role_arn without source_profile, credential_source "
                              "or web_identity_token_file.",
                              name));
    }
    return fail(ErrorCode::invalid_argument,
                fmt::format("Profile {} has credential_source {}; Environment, EcsContainer and "
                            "Ec2InstanceMetadata are allowed.",
                            name, source));
  }

  Result<Found> of_sso(const std::string& name) const {
    const std::string session = value(name, "sso_session");
    if (!session.empty() && !profiles_.sso_sessions.contains(session)) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("Profile {} names sso_session {}, which {} does not have.", name,
                              session, profiles_.config_path));
    }
    const auto of_session = [&](std::string_view what) {
      return session.empty() ? value(name, what) : setting(profiles_.sso_sessions, session, what);
    };
    return find_sso_credentials(doors_, {.profile = name,
                                         .session = session,
                                         .start_url = of_session("sso_start_url"),
                                         .region = of_session("sso_region"),
                                         .account_id = value(name, "sso_account_id"),
                                         .role_name = value(name, "sso_role_name")});
  }

  Result<Found> of_keys_or_program(const std::string& name) const {
    for (const auto& [profiles, path] :
         {std::pair(&profiles_.credentials, &profiles_.credentials_path),
          std::pair(&profiles_.config, &profiles_.config_path)}) {
      Found found =
          TRY(whole_pair({.access_key_id = setting(*profiles, name, "aws_access_key_id"),
                          .secret_access_key = setting(*profiles, name, "aws_secret_access_key"),
                          .session_token = setting(*profiles, name, "aws_session_token")},
                         fmt::format("Profile {} in {}", name, *path)));
      if (!found) continue;
      found->source = fmt::format("profile {} in {}", name, *path);
      return found;
    }
    const std::string command = value(name, "credential_process");
    if (!command.empty()) return find_program_credentials(doors_, name, command);
    if (value(name, "login_session").empty()) return std::nullopt;
    return fail(ErrorCode::invalid_argument,
                fmt::format("Profile {} uses login_session, which is not supported; put the output "
                            "of `aws configure export-credentials --format env` into the "
                            "environment.",
                            name));
  }

  const ProfileSet& profiles_;
  const CredentialDoors& doors_;
  const std::string& region_;
  std::vector<std::string> chain_{};
};

}  // namespace

Result<std::optional<FoundCredentials>> whole_pair(Credentials credentials,
                                                   std::string_view where) {
  const bool has_id = !credentials.access_key_id.empty();
  const bool has_secret = !credentials.secret_access_key.empty();
  if (!has_id && !has_secret) return std::nullopt;
  if (has_id && has_secret) {
    return FoundCredentials{.credentials = std::move(credentials), .source = std::string(where)};
  }
  return fail(ErrorCode::invalid_argument,
              fmt::format("{} has {} without {}.", where,
                          has_id ? "an access key id" : "a secret access key",
                          has_id ? "a secret access key" : "an access key id"));
}

Result<std::optional<FoundCredentials>> find_environment_credentials(const CredentialDoors& doors) {
  Found found = TRY(whole_pair({.access_key_id = doors.variable("AWS_ACCESS_KEY_ID"),
                                .secret_access_key = doors.variable("AWS_SECRET_ACCESS_KEY"),
                                .session_token = doors.variable("AWS_SESSION_TOKEN")},
                               "The environment"));
  if (found) found->source = "the environment";
  return found;
}

Result<std::optional<FoundCredentials>> find_profile_credentials(const ProfileSet& profiles,
                                                                 const CredentialDoors& doors,
                                                                 const std::string& region) {
  return Search(profiles, doors, region).find(profiles.name);
}

}  // namespace weir::aws
