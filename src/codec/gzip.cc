#include "codec/gzip.h"

#include <zlib.h>

#include <algorithm>

#include "base/check.h"

namespace weir::codec {
namespace {

constexpr std::size_t first_bytes = 16'384;
// 16 asks zlib for gzip's framing, 15 for the largest window.
constexpr int gzip_window = 16 + MAX_WBITS;

std::unexpected<Error> malformed() {
  return fail(ErrorCode::invalid_argument, "The body is not well-formed gzip.");
}

// Owns what zlib allocates.
class Inflater {
 public:
  Inflater() { CHECK(inflateInit2(&stream_, gzip_window) == Z_OK, "zlib cannot start"); }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
};

}  // namespace

Result<std::string> gunzip(std::string_view compressed, std::size_t bytes_max) {
  Inflater inflater;
  z_stream& stream = inflater.stream();
  // zlib does not write to its input, only its type says so.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(compressed.data()));
  stream.avail_in = static_cast<uInt>(compressed.size());
  std::string text;
  std::size_t size = 0;
  while (true) {
    // One byte more than allowed, to see whether there is one.
    if (size == text.size()) {
      text.resize(std::min(bytes_max + 1, std::max(first_bytes, text.size() * 2)));
    }
    stream.next_out = reinterpret_cast<Bytef*>(text.data() + size);
    stream.avail_out = static_cast<uInt>(text.size() - size);
    const int result = inflate(&stream, Z_NO_FLUSH);
    size = text.size() - stream.avail_out;
    if (size > bytes_max) {
      return fail(ErrorCode::limit_exceeded, "The body holds more than is allowed.");
    }
    if (result == Z_STREAM_END && stream.avail_in == 0) break;
    if (result == Z_STREAM_END && inflateReset(&stream) != Z_OK) return malformed();
    if (result != Z_STREAM_END && result != Z_OK) return malformed();
  }
  text.resize(size);
  return text;
}

}  // namespace weir::codec
