#include "codec/crc32.h"

#include <isa-l/crc.h>

#include <cstdint>

#include "base/bytes.h"

namespace weir::codec {

// The library's "gzip_refl" is IEEE's; its "ieee" is the same polynomial with its bits reversed.
std::uint32_t crc32(ByteView bytes, std::uint32_t before) {
  return crc32_gzip_refl(before, reinterpret_cast<const unsigned char*>(bytes.data()),
                         bytes.size());
}

}  // namespace weir::codec
