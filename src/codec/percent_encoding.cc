#include "codec/percent_encoding.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "codec/hex.h"

namespace weir::codec {
namespace {

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

}  // namespace

void append_percent_encoded(std::string& to, std::string_view text, Slash slash) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char character : text) {
    if (is_unreserved(character) || (character == '/' && slash == Slash::keep)) {
      to += character;
      continue;
    }
    const auto octet = static_cast<unsigned char>(character);
    to += '%';
    to += digits[octet >> 4];
    to += digits[octet & 15];
  }
}

void append_percent_decoded(std::string& to, std::string_view text) {
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (text[index] == '%' && index + 2 < text.size()) {
      const std::optional<unsigned> high = hex_value(text[index + 1]);
      const std::optional<unsigned> low = hex_value(text[index + 2]);
      if (high && low) {
        to += static_cast<char>(*high << 4 | *low);
        index += 2;
        continue;
      }
    }
    to += text[index];
  }
}

}  // namespace weir::codec
