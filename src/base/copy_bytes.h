// copy_bytes: memcpy for views of bytes.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstring>

#include "base/bytes.h"

namespace weir {

// Copies `bytes` to `to`, which does not overlap them, and returns the end of the copy. libstdc++
// 12 compiles std::ranges::copy from constant bytes to a loop of single ones, ten times slower.
inline std::byte* copy_bytes(ByteView bytes, std::byte* to) {
  if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
  return to + bytes.size();
}

}  // namespace weir
