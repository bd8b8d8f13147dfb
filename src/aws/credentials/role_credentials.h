// Credentials of a role: STS' AssumeRole with other credentials, or AssumeRoleWithWebIdentity with
// somebody else's token.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "aws/credentials.h"
#include "aws/credentials/credential_doors.h"
#include "aws/credentials/found_credentials.h"
#include "base/result.h"

namespace weir::aws {

struct RoleSettings {
  std::string role_arn;
  std::string session_name;      // Empty: one is made up.
  std::string external_id;       // Empty: none.
  std::string duration_seconds;  // Empty: STS' own, an hour.
  std::string region;            // Of STS; empty: us-east-1.
};

// Errors: invalid_argument  STS refuses; the message has its reason.
//         unavailable, corrupt.
Result<FoundCredentials> assume_role(const CredentialDoors& doors, const RoleSettings& settings,
                                     const Credentials& caller);

// `token_path` is read anew each time: its token expires, too.
Result<FoundCredentials> assume_role_with_web_identity(const CredentialDoors& doors,
                                                       const RoleSettings& settings,
                                                       const std::string& token_path);

}  // namespace weir::aws
