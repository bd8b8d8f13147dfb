// What a KeyId says: a key's id or ARN, an alias' name or ARN.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "crypto/key_fault.h"

namespace weir::crypto {

// Where a key is: keys of other accounts and regions are other keys.
struct KeyScope {
  std::string account_id;  // Twelve digits.
  std::string region;

  friend auto operator<=>(const KeyScope&, const KeyScope&) = default;
};

// What a stream is encrypted under that names no key of its own. It comes into being at its first
// use.
inline constexpr std::string_view managed_alias = "alias/aws/kinesis";

struct KeyName {
  bool is_alias = false;
  std::string text;  // "1234abcd-12ab-34cd-56ef-1234567890ab", or "alias/orders".
};

// What `key_id` means to someone in `scope`. Errors: not_found (no name of a key, or of one in
// another region), access_denied (of another account).
KeyOutcome<KeyName> parse_key_id(const KeyScope& scope, std::string_view key_id);

std::string key_arn(const KeyScope& scope, std::string_view id);
std::string alias_arn(const KeyScope& scope, std::string_view alias);

// Whether a person may give a key this alias: "alias/" and 1 to 249 letters, digits, '/', '_', '-';
// not "alias/aws/…".
bool is_valid_alias(std::string_view alias);

// Whether it has the form of a key's id.
bool is_key_id(std::string_view text);

}  // namespace weir::crypto
