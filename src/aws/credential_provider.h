// Where our own clients find credentials and region, in the order of Amazon's command line: what
// the caller says, the environment, then a profile in ~/.aws/credentials or ~/.aws/config. Profiles
// that need another service (roles, single sign-on, credential processes) are refused with a word
// on what to do.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "aws/credentials.h"
#include "base/result.h"

namespace weir::aws {

// The doors to the outside, given by whoever may open them.
struct CredentialSources {
  // An environment variable's value; nothing if it is not set.
  std::function<std::optional<std::string>(const std::string& name)> environment;
  // A whole file; nothing if it cannot be read.
  std::function<std::optional<std::string>(const std::string& path)> read_file;
};

// What the command line says; empty where it says nothing.
struct CredentialFlags {
  std::string access_key_id{};
  std::string secret_access_key{};
  std::string session_token{};
  std::string profile{};
  std::string region{};
};

struct ClientIdentity {
  Credentials credentials;
  std::string region;  // Empty if nothing says which.
};

// The first credentials in that order, and the first region. A profile named by a flag goes before
// the environment's keys. Errors: not_found         there are none, or the profile that was asked
// for does not exist.
//         invalid_argument  half of a pair, or a profile of a kind that is not supported.
Result<ClientIdentity> find_identity(const CredentialFlags& flags,
                                     const CredentialSources& sources);

}  // namespace weir::aws
