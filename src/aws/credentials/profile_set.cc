#include "aws/credentials/profile_set.h"

#include <initializer_list>
#include <string>
#include <string_view>

#include "aws/credentials/credential_doors.h"
#include "aws/credentials/profile_file.h"

namespace weir::aws {
namespace {

// The value of the variable, or a file in the home directory; "~/" stands for that directory.
std::string path_of(const CredentialDoors& doors, const std::string& variable,
                    const std::string& usual) {
  std::string path = doors.variable(variable);
  if (path.empty()) path = "~/.aws/" + usual;
  if (!path.starts_with("~/")) return path;
  return doors.variable("HOME") + path.substr(1);
}

}  // namespace

bool ProfileSet::has(std::string_view profile) const {
  return credentials.contains(profile) || config.contains(profile);
}

std::string ProfileSet::value(std::string_view profile, std::string_view setting_name) const {
  std::string found = setting(credentials, profile, setting_name);
  return found.empty() ? setting(config, profile, setting_name) : found;
}

ProfileSet read_profile_set(const CredentialDoors& doors, const std::string& flag) {
  ProfileSet set;
  set.name = flag;
  for (const char* variable : {"AWS_PROFILE", "AWS_DEFAULT_PROFILE"}) {
    if (set.name.empty()) set.name = doors.variable(variable);
  }
  set.is_chosen = !set.name.empty();
  if (!set.is_chosen) set.name = "default";
  set.credentials_path = path_of(doors, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
  set.config_path = path_of(doors, "AWS_CONFIG_FILE", "config");
  set.credentials =
      parse_profiles(doors.read_file(set.credentials_path).value_or(""), ProfileFile::credentials);
  const std::string config = doors.read_file(set.config_path).value_or("");
  set.config = parse_profiles(config, ProfileFile::config);
  set.sso_sessions = parse_sso_sessions(config);
  return set;
}

}  // namespace weir::aws
