// Credentials of a profile, of whichever kind it is: a role, perhaps by way of other profiles,
// single sign-on, static keys, or a program.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "aws/credentials/credential_doors.h"
#include "aws/credentials/found_credentials.h"
#include "aws/credentials/profile_set.h"
#include "base/result.h"

namespace weir::aws {

// Credentials, nothing if there are none, or invalid_argument if there is half a pair `where`:
// "The environment".
Result<std::optional<FoundCredentials>> whole_pair(Credentials credentials, std::string_view where);

// The environment's keys.
Result<std::optional<FoundCredentials>> find_environment_credentials(const CredentialDoors& doors);

// Of the profile that `profiles` names; nothing if it has none. `region` is for STS.
// Errors: as find_credentials.
Result<std::optional<FoundCredentials>> find_profile_credentials(const ProfileSet& profiles,
                                                                 const CredentialDoors& doors,
                                                                 const std::string& region);

}  // namespace weir::aws
