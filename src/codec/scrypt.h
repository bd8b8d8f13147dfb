// scrypt (RFC 7914): a key from what people can remember or type, made dear to guess.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/bytes.h"

namespace weir::codec {

// Fills `out`. Takes about a tenth of a second and 32 MiB (N 32,768, r 8, p 1).
void scrypt(ByteView secret, ByteView salt, MutableBytes out);

}  // namespace weir::codec
