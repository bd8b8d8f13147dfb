// Credentials of single sign-on: exchanged for the token that `aws sso login` has left in
// ~/.aws/sso/cache.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "aws/credentials/credential_doors.h"
#include "aws/credentials/found_credentials.h"
#include "base/result.h"

namespace weir::aws {

// What a profile says of single sign-on, its session's settings included.
struct SsoSettings {
  std::string profile;
  std::string session;  // Empty in profiles of the older kind.
  std::string start_url;
  std::string region;
  std::string account_id;
  std::string role_name;
};

// Errors: expired           there is no token, or it is not good any more: the message says to run
//                           `aws sso login`.
//         invalid_argument  a setting is missing, or the portal refuses.
//         unavailable, corrupt.
Result<FoundCredentials> find_sso_credentials(const CredentialDoors& doors,
                                              const SsoSettings& settings);

}  // namespace weir::aws
