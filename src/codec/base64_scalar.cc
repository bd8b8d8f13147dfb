#include <cstddef>
#include <cstdint>

#include "codec/base64_alphabet.h"
#include "codec/base64_kernels.h"

namespace weir::codec {
namespace {

std::uint32_t value_of(char character) {
  return base64_values[static_cast<unsigned char>(character)];
}

std::byte low_byte(std::uint32_t value) { return static_cast<std::byte>(value & 0xff); }

}  // namespace

std::size_t base64_encode_scalar(const std::byte* from, std::size_t bytes, char* to) {
  std::size_t taken = 0;
  for (; taken + 3 <= bytes; taken += 3, to += 4) {
    const std::uint32_t group = std::to_integer<std::uint32_t>(from[taken]) << 16 |
                                std::to_integer<std::uint32_t>(from[taken + 1]) << 8 |
                                std::to_integer<std::uint32_t>(from[taken + 2]);
    to[0] = base64_alphabet[group >> 18];
    to[1] = base64_alphabet[group >> 12 & 63];
    to[2] = base64_alphabet[group >> 6 & 63];
    to[3] = base64_alphabet[group & 63];
  }
  return taken;
}

std::size_t base64_decode_scalar(const char* from, std::size_t characters, std::byte* to) {
  std::size_t taken = 0;
  for (; taken + 8 <= characters; taken += 4, to += 3) {
    const std::uint32_t a = value_of(from[taken]);
    const std::uint32_t b = value_of(from[taken + 1]);
    const std::uint32_t c = value_of(from[taken + 2]);
    const std::uint32_t d = value_of(from[taken + 3]);
    if ((a | b | c | d) & base64_invalid) break;
    const std::uint32_t group = a << 18 | b << 12 | c << 6 | d;
    to[0] = low_byte(group >> 16);
    to[1] = low_byte(group >> 8);
    to[2] = low_byte(group);
  }
  return taken;
}

}  // namespace weir::codec
