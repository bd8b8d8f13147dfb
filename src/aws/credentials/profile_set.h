// ProfileSet: both files of ~/.aws, read once, and which profile is asked for.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "aws/credentials/credential_doors.h"
#include "aws/credentials/profile_file.h"

namespace weir::aws {

struct ProfileSet {
  std::string name;        // Of the profile that is asked for.
  bool is_chosen = false;  // By a flag or a variable; else it is "default".
  std::string credentials_path;
  std::string config_path;
  Profiles credentials;
  Profiles config;
  Profiles sso_sessions;

  bool has(std::string_view profile) const;

  // A setting of a profile: that of `credentials` goes before that of `config`.
  std::string value(std::string_view profile, std::string_view setting_name) const;
};

// `flag` names the profile; empty: the environment's, else "default".
ProfileSet read_profile_set(const CredentialDoors& doors, const std::string& flag);

}  // namespace weir::aws
