// write_fully: a positional write that does not stop half-way.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace weir::env {

// Writes all of `bytes` at byte `position` of the descriptor `file`; 0 or an errno, and then a part
// may have been written. Blocks.
int write_fully(int file, std::uint64_t position, ByteView bytes);

}  // namespace weir::env
