// The beginning of a UTF-8 text, cut between code points and never within one.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace weir::codec {

// The bytes of the first code point of a valid text that is not empty.
std::string_view first_character(std::string_view text);

// As much of a valid text as fits into so many bytes.
std::string_view utf8_prefix(std::string_view text, std::size_t bytes_max);

}  // namespace weir::codec
