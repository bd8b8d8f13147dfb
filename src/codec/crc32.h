// CRC-32 (IEEE 802.3, as gzip and zip have it): the checksum of event-stream messages. What Weir
// stores has another one: crc32c.h.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace weir::codec {

// The checksum of `bytes`, or of what came before them and `bytes`, if `before` is the checksum of
// that. Of "123456789" it is 0xcbf43926, of nothing 0.
std::uint32_t crc32(ByteView bytes, std::uint32_t before = 0);

}  // namespace weir::codec
