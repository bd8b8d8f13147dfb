#include "codec/png.h"

#include <zlib.h>

#include <cstddef>
#include <string_view>

#include "base/bytes.h"
#include "base/check.h"
#include "codec/crc32.h"

namespace weir::codec {
namespace {

constexpr std::size_t dot_bytes = 3;
constexpr std::string_view signature("\x89PNG\r\n\x1a\n", 8);

void append_number(std::string& to, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    to += static_cast<char>(static_cast<unsigned char>(number >> shift));
  }
}

void append_chunk(std::string& to, std::string_view type, std::string_view content) {
  append_number(to, static_cast<std::uint32_t>(content.size()));
  const std::size_t begin = to.size();
  to.append(type).append(content);
  append_number(to, crc32(bytes_of(std::string_view(to).substr(begin))));
}

std::string header(std::uint32_t width, std::uint32_t height) {
  std::string content;
  append_number(content, width);
  append_number(content, height);
  // Eight bits a colour, red green blue; deflate; filters by row; not interlaced.
  content.append("\x08\x02\x00\x00\x00", 5);
  return content;
}

std::string compressed(std::string_view rows) {
  uLongf size = compressBound(static_cast<uLong>(rows.size()));
  std::string out(size, '\0');
  const int status = compress2(reinterpret_cast<Bytef*>(out.data()), &size,
                               reinterpret_cast<const Bytef*>(rows.data()),
                               static_cast<uLong>(rows.size()), Z_DEFAULT_COMPRESSION);
  CHECK(status == Z_OK, "zlib answers {}", status);
  out.resize(size);
  return out;
}

}  // namespace

std::string png(std::uint32_t width, std::uint32_t height, std::span<const std::uint8_t> dots) {
  const std::size_t row_bytes = width * dot_bytes;
  CHECK(dots.size() == row_bytes * height, "{} bytes for {} x {}", dots.size(), width, height);
  std::string rows;
  rows.reserve((row_bytes + 1) * height);
  const auto* const begin = reinterpret_cast<const char*>(dots.data());
  for (std::uint32_t row = 0; row < height; ++row) {
    rows += '\0';  // No filter: graphs are even already.
    rows.append(begin + row * row_bytes, row_bytes);
  }
  std::string out(signature);
  append_chunk(out, "IHDR", header(width, height));
  append_chunk(out, "IDAT", compressed(rows));
  append_chunk(out, "IEND", {});
  return out;
}

}  // namespace weir::codec
