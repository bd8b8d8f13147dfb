#include "aws/credentials/credential_chain.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "aws/credentials/credential_doors.h"
#include "aws/credentials/found_credentials.h"
#include "aws/credentials/metadata_credentials.h"
#include "aws/credentials/profile_credentials.h"
#include "aws/credentials/profile_set.h"
#include "aws/credentials/role_credentials.h"
#include "base/result.h"

namespace weir::aws {
namespace {

using Found = std::optional<FoundCredentials>;

std::string region_of(const CredentialFlags& flags, const CredentialDoors& doors,
                      const ProfileSet& profiles) {
  if (!flags.region.empty()) return flags.region;
  for (const char* variable : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    if (std::string region = doors.variable(variable); !region.empty()) return region;
  }
  const std::string region = setting(profiles.config, profiles.name, "region");
  return region.empty() ? setting(profiles.credentials, profiles.name, "region") : region;
}

// The role that Kubernetes gives a pod by these variables.
Result<Found> find_web_identity(const CredentialDoors& doors, const std::string& region) {
  const std::string token_path = doors.variable("AWS_WEB_IDENTITY_TOKEN_FILE");
  const std::string role_arn = doors.variable("AWS_ROLE_ARN");
  if (token_path.empty()) return std::nullopt;
  if (role_arn.empty()) {
    return fail(ErrorCode::invalid_argument,
                "AWS_WEB_IDENTITY_TOKEN_FILE is set without AWS_ROLE_ARN.");
  }
  return assume_role_with_web_identity(doors,
                                       {.role_arn = role_arn,
                                        .session_name = doors.variable("AWS_ROLE_SESSION_NAME"),
                                        .external_id = "",
                                        .duration_seconds = "",
                                        .region = region},
                                       token_path);
}

Result<Found> find_said(const CredentialFlags& flags) {
  return whole_pair({.access_key_id = flags.access_key_id,
                     .secret_access_key = flags.secret_access_key,
                     .session_token = flags.session_token},
                    "The command line");
}

std::unexpected<Error> nothing_found(const CredentialFlags& flags, const ProfileSet& profiles) {
  if (profiles.is_chosen && !profiles.has(profiles.name)) {
    return fail(ErrorCode::not_found,
                fmt::format("There is no profile {} in {} or {}.", profiles.name,
                            profiles.credentials_path, profiles.config_path));
  }
  return fail(
      ErrorCode::not_found,
      fmt::format("There are no credentials: neither in the environment (AWS_ACCESS_KEY_ID, "
                  "AWS_SECRET_ACCESS_KEY) nor for profile {} in {} or {}{}.",
                  profiles.name, profiles.credentials_path, profiles.config_path,
                  flags.asks_instance ? ", nor from the container or the instance" : ""));
}

}  // namespace

Result<FoundCredentials> find_credentials(const CredentialFlags& flags,
                                          const CredentialDoors& doors) {
  Found found = TRY(find_said(flags));
  if (found) return *std::move(found);
  const ProfileSet profiles = read_profile_set(doors, flags.profile);
  const std::string region = region_of(flags, doors, profiles);
  if (flags.profile.empty()) {
    found = TRY(find_environment_credentials(doors));
    if (!found) found = TRY(find_web_identity(doors, region));
    if (found) return *std::move(found);
  }
  if (profiles.is_chosen && !profiles.has(profiles.name)) return nothing_found(flags, profiles);
  found = TRY(find_profile_credentials(profiles, doors, region));
  if (!found) found = TRY(find_container_credentials(doors));
  if (!found && flags.asks_instance) found = TRY(find_instance_credentials(doors));
  if (found) return *std::move(found);
  return nothing_found(flags, profiles);
}

std::string find_region(const CredentialFlags& flags, const CredentialDoors& doors) {
  return region_of(flags, doors, read_profile_set(doors, flags.profile));
}

}  // namespace weir::aws
