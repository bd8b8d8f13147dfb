#include "codec/utf8_prefix.h"

#include <cstdint>

#include "codec/utf8.h"

namespace weir::codec {

std::string_view first_character(std::string_view text) {
  std::string_view rest = text;
  utf8_take(rest);
  return text.substr(0, text.size() - rest.size());
}

std::string_view utf8_prefix(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  // Bytes behind a code point's first one begin with the bits 10.
  while (bytes_max > 0 && (static_cast<std::uint8_t>(text[bytes_max]) & 0xc0) == 0x80) --bytes_max;
  return text.substr(0, bytes_max);
}

}  // namespace weir::codec
