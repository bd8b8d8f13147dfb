// UTF-8: whether a text is valid, and how long it is in characters.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace weir::codec {

// Valid as RFC 3629 has it: shortest forms only, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

// Whether no byte has its highest bit set.
bool is_ascii(std::string_view text);

// The code points of a valid text.
std::size_t utf8_length(std::string_view text);

// Takes the first code point off a valid text that is not empty.
std::uint32_t utf8_take(std::string_view& text);

// The bytes that a code point takes, written at `to` (up to four). It is at most U+10FFFF and no
// surrogate. Returns the end of what was written.
char* utf8_encode(std::uint32_t code_point, char* to);

}  // namespace weir::codec
