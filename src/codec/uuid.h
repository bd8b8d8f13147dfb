// UUIDs as text: request ids, stream ids.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace weir::codec {

// "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx" (RFC 4122, version 4) of 16 random bytes, six bits of
// which give way to version and variant.
std::string uuid_text(std::array<std::byte, 16> random);

}  // namespace weir::codec
