// HKDF with SHA-256 (RFC 5869): keys that are made of a key.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.h"
#include "crypto/secret_key.h"

namespace weir::crypto {

// Fills `out`, at most 8,160 bytes, with what follows from all three. `info` says what it is for:
// another purpose gives other bytes.
void hkdf_sha256(ByteView secret, ByteView salt, ByteView info, MutableBytes out);

// A key for one purpose.
SecretKey derived_key(const SecretKey& secret, ByteView salt, std::string_view info);

}  // namespace weir::crypto
