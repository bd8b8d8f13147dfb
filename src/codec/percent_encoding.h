// Percent-encoding of URIs as Signature Version 4 wants it: only letters, digits and "-._~" stand
// for themselves; everything else is "%XX" in upper case. A plus sign is a plus sign, never a
// blank.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weir::codec {

enum class Slash : std::uint8_t { keep, encode };

void append_percent_encoded(std::string& to, std::string_view text, Slash slash);

// Appends what `text` encodes. A percent sign that two hexadecimal digits do not follow stands for
// itself.
void append_percent_decoded(std::string& to, std::string_view text);

}  // namespace weir::codec
