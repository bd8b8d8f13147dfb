// Credentials of the container or the machine that we run in, from the metadata services that
// Amazon's ECS, EKS and EC2 have, and others imitate.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "aws/credentials/credential_doors.h"
#include "aws/credentials/found_credentials.h"
#include "base/result.h"

namespace weir::aws {

// From where AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI point, a
// bounded number of tries; nothing if neither is set.
// Errors: invalid_argument  a URI or token that must not be used.
//         unavailable, corrupt.
Result<std::optional<FoundCredentials>> find_container_credentials(const CredentialDoors& doors);

// From EC2's metadata service, version 2; nothing if it is switched off, does not answer, or the
// machine has no role. Errors: corrupt, unavailable, invalid_argument.
Result<std::optional<FoundCredentials>> find_instance_credentials(const CredentialDoors& doors);

}  // namespace weir::aws
