// 128-bit unsigned integers: Kinesis' hash keys (MD5 of a partition key) and their ranges.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace weir {

__extension__ using uint128 = unsigned __int128;

}  // namespace weir
