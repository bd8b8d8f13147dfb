// A master key as the text of its file: one JSON object. docs/encryption.md describes it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "crypto/master_key.h"

namespace weir::crypto {

// "1234abcd-12ab-34cd-56ef-1234567890ab.key".
std::string key_file_name(std::string_view key_id);

// The key's id, or nothing if it is no such name.
std::string_view key_id_of_file(std::string_view name);

std::string encode_key_file(const MasterKey& key);

// Errors: corrupt  it is no such text, or a secret does not fit its check value. The message does
// not quote it.
Result<MasterKey> decode_key_file(std::string text);

}  // namespace weir::crypto
