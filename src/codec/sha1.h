// SHA-1: broken for signatures, and named here only because formats of others name files by it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "base/bytes.h"

namespace weir::codec {

using Sha1Digest = std::array<std::byte, 20>;

Sha1Digest sha1(ByteView bytes);

}  // namespace weir::codec
