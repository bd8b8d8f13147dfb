#include "codec/crc32c.h"

#include <isa-l/crc.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace weir::codec {

std::uint32_t crc32c(ByteView bytes, std::uint32_t before) {
  // The library takes lengths as int and neither inverts its register nor changes the bytes.
  constexpr std::size_t piece_bytes_max = std::size_t{1} << 30;
  std::uint32_t state = ~before;
  while (!bytes.empty()) {
    const std::size_t piece = std::min(bytes.size(), piece_bytes_max);
    auto* octets = const_cast<unsigned char*>(reinterpret_cast<const unsigned char*>(bytes.data()));
    state = crc32_iscsi(octets, static_cast<int>(piece), state);
    bytes = bytes.subspan(piece);
  }
  return ~state;
}

}  // namespace weir::codec
