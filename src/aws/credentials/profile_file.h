// The files that Amazon's tools keep in ~/.aws: named profiles of settings.
//
//     [default]                 [profile work]       # In `config`; plain [work] in `credentials`.
//     region = eu-west-1        region = us-east-1
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace weir::aws {

// Names of settings are in lower case.
using Profile = std::map<std::string, std::string, std::less<>>;
using Profiles = std::map<std::string, Profile, std::less<>>;

enum class ProfileFile : std::uint8_t { config, credentials };

// Reads a file's text. As lenient as Amazon's tools: what is no profile and no setting is passed
// over, so are the indented lines of nested settings. Of a setting that occurs twice the later one
// counts.
Profiles parse_profiles(std::string_view text, ProfileFile kind);

// The sections "[sso-session NAME]" of the text of a `config`, by name.
Profiles parse_sso_sessions(std::string_view text);

// Empty if there is no such profile or setting.
std::string setting(const Profiles& profiles, std::string_view profile, std::string_view name);

}  // namespace weir::aws
