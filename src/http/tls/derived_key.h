// A private key that follows from a secret: whoever knows the secret can make the same one.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.h"
#include "http/tls/openssl_pointer.h"

namespace weir::http {

// On the curve P-256. `seed` has at least 48 bytes, which nobody can guess.
KeyPointer derive_private_key(ByteView seed);

}  // namespace weir::http
