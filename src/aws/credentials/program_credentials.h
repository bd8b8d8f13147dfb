// Credentials that a program prints: the setting credential_process of a profile.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "aws/credentials/credential_doors.h"
#include "aws/credentials/found_credentials.h"
#include "base/result.h"

namespace weir::aws {

// Runs `command`, the setting of the profile `profile`. Errors: unavailable, corrupt.
Result<FoundCredentials> find_program_credentials(const CredentialDoors& doors,
                                                  const std::string& profile,
                                                  const std::string& command);

}  // namespace weir::aws
