// Credentials as programs and metadata services answer with them: JSON with members AccessKeyId,
// SecretAccessKey, Token or SessionToken, and Expiration.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "aws/credentials/found_credentials.h"
#include "base/result.h"

namespace weir::aws {

// The texts and numbers of a JSON object by name, those of objects inside as "outer.inner".
using JsonMembers = std::map<std::string, std::string, std::less<>>;

// Errors: corrupt  not a JSON object. The message is the end of a sentence and quotes nothing.
Result<JsonMembers> read_json_members(std::string json);

// Empty if there is no such member.
std::string member(const JsonMembers& members, std::string_view name);

// `who` answered: "The instance's metadata service". Errors: corrupt  without keys, or with an
// expiration that is no time; the message quotes no value.
Result<FoundCredentials> read_credentials(const JsonMembers& members, std::string_view who);

}  // namespace weir::aws
