#include "codec/uuid.h"

#include <array>
#include <cstddef>
#include <string>

#include "base/bytes.h"
#include "codec/hex.h"

namespace weir::codec {

std::string uuid_text(std::array<std::byte, 16> random) {
  random[6] = (random[6] & std::byte{0x0f}) | std::byte{0x40};
  random[8] = (random[8] & std::byte{0x3f}) | std::byte{0x80};
  std::string text(36, '-');
  const ByteView bytes(random);
  hex_encode(bytes.subspan(0, 4), text.data());
  hex_encode(bytes.subspan(4, 2), text.data() + 9);
  hex_encode(bytes.subspan(6, 2), text.data() + 14);
  hex_encode(bytes.subspan(8, 2), text.data() + 19);
  hex_encode(bytes.subspan(10, 6), text.data() + 24);
  return text;
}

}  // namespace weir::codec
