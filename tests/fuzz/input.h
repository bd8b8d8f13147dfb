// What fuzz targets do with their input.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::fuzz {

inline std::string text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// The text in pieces of 1 to 32 bytes, other ones for each text but always the same for one: what
// comes in pieces must be understood as what comes at once.
inline std::vector<std::string_view> in_pieces(std::string_view text) {
  std::vector<std::string_view> pieces;
  std::size_t state = std::hash<std::string_view>{}(text);
  while (!text.empty()) {
    state = state * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
    const std::size_t size = std::min<std::size_t>(text.size(), 1 + (state >> 33) % 32);
    pieces.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return pieces;
}

}  // namespace weir::fuzz
