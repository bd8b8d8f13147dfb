// CborTime: how a protocol that is written in CBOR writes points in time.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace weir::aws {

enum class CborTime : std::uint8_t {
  milliseconds,  // Whole ones: the CBOR that Kinesis has always spoken.
  seconds,       // Perhaps with a fraction: Smithy's RPC.
};

}  // namespace weir::aws
