#include "codec/hex.h"

#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace weir::codec {
namespace {

constexpr std::array<std::array<char, 2>, 256> make_digit_pairs() {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<std::array<char, 2>, 256> pairs{};
  for (std::size_t octet = 0; octet < pairs.size(); ++octet) {
    pairs[octet] = {digits[octet / 16], digits[octet % 16]};
  }
  return pairs;
}

constexpr std::array<std::array<char, 2>, 256> digit_pairs = make_digit_pairs();

}  // namespace

void hex_encode(ByteView from, char* to) {
  for (const std::byte octet : from) {
    std::memcpy(to, digit_pairs[std::to_integer<std::size_t>(octet)].data(), 2);
    to += 2;
  }
}

std::string hex_text(ByteView from) {
  std::string text(2 * from.size(), '\0');
  hex_encode(from, text.data());
  return text;
}

std::optional<unsigned> hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<unsigned>(digit - '0');
  if (digit >= 'a' && digit <= 'f') return static_cast<unsigned>(digit - 'a' + 10);
  if (digit >= 'A' && digit <= 'F') return static_cast<unsigned>(digit - 'A' + 10);
  return std::nullopt;
}

bool hex_decode(std::string_view from, std::byte* to) {
  if (from.size() % 2 != 0) return false;
  for (std::size_t index = 0; index < from.size(); index += 2) {
    const std::optional<unsigned> high = hex_value(from[index]);
    const std::optional<unsigned> low = hex_value(from[index + 1]);
    if (!high || !low) return false;
    *to++ = static_cast<std::byte>(*high << 4 | *low);
  }
  return true;
}

std::optional<std::vector<std::byte>> hex_bytes(std::string_view from) {
  std::vector<std::byte> bytes(from.size() / 2);
  if (!hex_decode(from, bytes.data())) return std::nullopt;
  return bytes;
}

}  // namespace weir::codec
