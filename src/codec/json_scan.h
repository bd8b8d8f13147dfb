// Finding the end of the plain part of a JSON string, for the reader and the writer.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::codec {

enum class PlainText : std::uint8_t {
  utf8,   // Anything that stands for itself in a string.
  ascii,  // The same, but bytes with the highest bit set end it too.
};

// How many of the first characters of `text` stand for themselves inside a JSON string: no quote,
// no backslash, no control character below 0x20.
std::size_t plain_prefix(std::string_view text, PlainText kind);

}  // namespace weir::codec
