// Where our own clients find credentials and region, in the order of Amazon's SDKs: what the caller
// says, the environment, a profile in ~/.aws/credentials or ~/.aws/config (role, single sign-on,
// static keys, credential_process), the container, the instance.
//
// Blocks, as the doors do. Nothing here keeps or logs a secret; error messages hold none.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "aws/credentials/credential_doors.h"
#include "aws/credentials/found_credentials.h"
#include "base/result.h"

namespace weir::aws {

// What the command line says; empty where it says nothing.
struct CredentialFlags {
  std::string access_key_id{};
  std::string secret_access_key{};
  std::string session_token{};
  std::string profile{};
  std::string region{};
  // Whether to ask the instance's metadata service when nothing else is there. A machine that has
  // none may take a second to say so.
  bool asks_instance = true;
};

// The first credentials in that order. A profile named by a flag goes before the environment's
// keys. Errors: not_found         there are none, or the profile that was asked for does not exist.
//         invalid_argument  half of a pair, or settings that cannot work.
//         expired           a login that a person must renew.
//         unavailable, corrupt  whoever was asked did not answer, or not well.
Result<FoundCredentials> find_credentials(const CredentialFlags& flags,
                                          const CredentialDoors& doors);

// The first region of flag, environment and profile; empty if nothing says which.
std::string find_region(const CredentialFlags& flags, const CredentialDoors& doors);

}  // namespace weir::aws
