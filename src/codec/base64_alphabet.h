// The alphabet of base64 and its inverse, for base64*.cc only.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::codec {

inline constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Marks characters outside the alphabet: any value with the highest bit set.
inline constexpr std::uint8_t base64_invalid = 0x80;

// The six bits that each character stands for, or base64_invalid.
inline constexpr std::array<std::uint8_t, 256> base64_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(base64_invalid);
  for (std::size_t index = 0; index < base64_alphabet.size(); ++index) {
    values[static_cast<unsigned char>(base64_alphabet[index])] = static_cast<std::uint8_t>(index);
  }
  return values;
}();

}  // namespace weir::codec
