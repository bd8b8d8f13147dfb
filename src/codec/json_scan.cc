#include "codec/json_scan.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace weir::codec {
namespace {

constexpr std::uint64_t ones = 0x0101010101010101;
constexpr std::uint64_t high_bits = 0x80 * ones;

// The highest bit of each byte that equals `character`, exact up to and including the first such
// byte: the subtraction may borrow from bytes behind it only.
std::uint64_t equal_to(std::uint64_t eight, char character) {
  const std::uint64_t zero_where_equal = eight ^ ones * static_cast<unsigned char>(character);
  return (zero_where_equal - ones) & ~zero_where_equal & high_bits;
}

// The same for bytes below 0x20.
std::uint64_t controls(std::uint64_t eight) { return (eight - 0x20 * ones) & ~eight & high_bits; }

bool is_special(char character, PlainText kind) {
  const auto octet = static_cast<unsigned char>(character);
  return character == '"' || character == '\\' || octet < 0x20 ||
         (octet >= 0x80 && kind == PlainText::ascii);
}

}  // namespace

std::size_t plain_prefix(std::string_view text, PlainText kind) {
  const std::uint64_t refused = kind == PlainText::ascii ? high_bits : 0;
  std::size_t position = 0;
  if constexpr (std::endian::native == std::endian::little) {
    for (; position + 8 <= text.size(); position += 8) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, text.data() + position, sizeof eight);
      const std::uint64_t special =
          equal_to(eight, '"') | equal_to(eight, '\\') | controls(eight) | (eight & refused);
      if (special != 0) return position + static_cast<std::size_t>(std::countr_zero(special)) / 8;
    }
  }
  while (position < text.size() && !is_special(text[position], kind)) ++position;
  return position;
}

}  // namespace weir::codec
