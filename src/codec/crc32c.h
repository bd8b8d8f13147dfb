// CRC32C (Castagnoli), the checksum of everything that Weir stores.
//
// The usual convention (iSCSI, RFC 3720): the register starts at all ones and is inverted at the
// end, so that crc32c of "123456789" is 0xe3069283 and of nothing is 0.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace weir::codec {

// The checksum of `bytes`, or of what came before them and `bytes`, if `before` is the checksum of
// that: crc32c(b, crc32c(a)) is crc32c of a followed by b.
std::uint32_t crc32c(ByteView bytes, std::uint32_t before = 0);

}  // namespace weir::codec
