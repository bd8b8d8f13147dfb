// Bytes as hexadecimal digits, two a byte, lower case when written.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace weir::codec {

// Writes 2 * from.size() digits at `to`.
void hex_encode(ByteView from, char* to);

std::string hex_text(ByteView from);

// The value of one digit of either case; nothing if it is none.
std::optional<unsigned> hex_value(char digit);

// Writes from.size() / 2 bytes at `to`. False if the length is odd or a character no digit of
// either case; `to` may then have been written.
bool hex_decode(std::string_view from, std::byte* to);

std::optional<std::vector<std::byte>> hex_bytes(std::string_view from);

}  // namespace weir::codec
