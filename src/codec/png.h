// PNG (ISO/IEC 15948) of pictures without transparency.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace weir::codec {

// `dots`: red, green and blue of each, row by row.
std::string png(std::uint32_t width, std::uint32_t height, std::span<const std::uint8_t> dots);

}  // namespace weir::codec
