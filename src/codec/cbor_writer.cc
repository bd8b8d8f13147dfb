#include "codec/cbor_writer.h"

#include <bit>
#include <cstdint>

namespace weir::codec {

void CborWriter::long_head(unsigned major, std::uint64_t argument) {
  // 24 to 27: an argument of 1, 2, 4 or 8 bytes follows.
  unsigned power = 3;
  if (argument <= 0xff) {
    power = 0;
  } else if (argument <= 0xffff) {
    power = 1;
  } else if (argument <= 0xffffffff) {
    power = 2;
  }
  out_ += static_cast<char>(major << 5 | (24 + power));
  big_endian(argument, 1U << power);
}

void CborWriter::big_endian(std::uint64_t value, unsigned size) {
  for (unsigned shift = size * 8; shift > 0; shift -= 8) {
    out_ += static_cast<char>(value >> (shift - 8));
  }
}

void CborWriter::number(double value) {
  out_ += '\xfb';
  big_endian(std::bit_cast<std::uint64_t>(value), sizeof value);
}

}  // namespace weir::codec
