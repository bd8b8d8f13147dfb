#include "codec/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace weir::codec {
namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080;

// The first eight bytes of a text that has them.
std::uint64_t first_eight(std::string_view text) {
  std::uint64_t eight = 0;
  std::memcpy(&eight, text.begin(), sizeof eight);
  return eight;
}

// The size of the valid sequence that `text` begins with, 0 if it begins with none. Not empty.
std::size_t sequence_size(std::string_view text) {
  const auto octet = [&](std::size_t index) {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
  };
  const auto follows = [&](std::size_t index) { return (octet(index) & 0xc0U) == 0x80U; };
  const unsigned first = octet(0);
  const unsigned second = octet(1);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const bool shortest = first != 0xe0 || second >= 0xa0;
    const bool surrogate = first == 0xed && second >= 0xa0;
    return follows(1) && follows(2) && shortest && !surrogate ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const bool in_range = (first != 0xf0 || second >= 0x90) && (first != 0xf4 || second < 0x90);
    return follows(1) && follows(2) && follows(3) && in_range ? 4 : 0;
  }
  return 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (text.size() >= 8 && (first_eight(text) & high_bits) == 0) {
      text.remove_prefix(8);
      continue;
    }
    const std::size_t size = sequence_size(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

bool is_ascii(std::string_view text) {
  std::uint64_t seen = 0;
  for (; text.size() >= 8; text.remove_prefix(8)) seen |= first_eight(text);
  for (const char character : text) seen |= static_cast<unsigned char>(character);
  return (seen & high_bits) == 0;
}

std::size_t utf8_length(std::string_view text) {
  // Every code point has exactly one byte that does not continue another.
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char character) {
    return (static_cast<unsigned char>(character) & 0xc0U) != 0x80U;
  }));
}

std::uint32_t utf8_take(std::string_view& text) {
  const auto byte_at = [&text](std::size_t place) {
    return std::uint32_t{static_cast<std::uint8_t>(text[place])};
  };
  const std::uint32_t first = byte_at(0);
  const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  // The first byte has its length in its highest bits, the others have six bits each.
  std::uint32_t code_point = size == 1 ? first : first & (0x7fu >> size);
  for (std::size_t place = 1; place < size; ++place) {
    code_point = code_point << 6 | (byte_at(place) & 63);
  }
  text.remove_prefix(size);
  return code_point;
}

char* utf8_encode(std::uint32_t code_point, char* to) {
  const auto put = [&](std::uint32_t octet) { *to++ = static_cast<char>(octet); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xc0 | code_point >> 6);
    put(0x80 | (code_point & 63));
  } else if (code_point < 0x10000) {
    put(0xe0 | code_point >> 12);
    put(0x80 | (code_point >> 6 & 63));
    put(0x80 | (code_point & 63));
  } else {
    put(0xf0 | code_point >> 18);
    put(0x80 | (code_point >> 12 & 63));
    put(0x80 | (code_point >> 6 & 63));
    put(0x80 | (code_point & 63));
  }
  return to;
}

}  // namespace weir::codec
