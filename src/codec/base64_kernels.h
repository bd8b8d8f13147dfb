// The inner loops of base64.cc, one set for each instruction set. Each does a leading part of the
// work and answers how much; the portable ones take the rest. Only base64.cc and tests include
// this.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace weir::codec {

// A kernel's encode turns leading groups of three bytes into four characters each and answers the
// bytes taken. Its decode turns leading groups of four characters into three bytes each, stops at
// the latest before a group with a character outside the alphabet, and answers the characters
// taken; the last group, which may have padding, is never taken. Both write no more than their
// answer stands for, except that decode may write up to base64_decoded_size_max of what it was
// given. `to` of decode may be `from`.

std::size_t base64_encode_scalar(const std::byte* from, std::size_t bytes, char* to);
std::size_t base64_decode_scalar(const char* from, std::size_t characters, std::byte* to);

#if defined(__x86_64__)
// Need AVX2.
std::size_t base64_encode_avx2(const std::byte* from, std::size_t bytes, char* to);
std::size_t base64_decode_avx2(const char* from, std::size_t characters, std::byte* to);

// Need AVX-512 F, BW and VBMI.
std::size_t base64_encode_avx512(const std::byte* from, std::size_t bytes, char* to);
std::size_t base64_decode_avx512(const char* from, std::size_t characters, std::byte* to);
#endif

enum class Base64Kernel : std::uint8_t { scalar, avx2, avx512 };

// Whether this processor can run it.
bool base64_has_kernel(Base64Kernel kernel);

}  // namespace weir::codec
