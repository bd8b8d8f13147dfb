// HdrHistogram's V2 encoding: a head of 40 bytes, then the counts as zigzag LEB128 of at most nine
// bytes, a run of zeros as its negative length; compressed with zlib behind a head of 8 bytes; in
// base64. Numbers of the heads are big-endian.
// (github.com/HdrHistogram/HdrHistogram, AbstractHistogram.encodeIntoByteBuffer)

#include <zlib.h>

#include <array>
#include <bit>
#include <cstring>

#include "base/bytes.h"
#include "base/check.h"
#include "codec/base64.h"
#include "metrics/histogram.h"

namespace weir::metrics {
namespace {

constexpr std::uint32_t plain_cookie = 0x1c849313;
constexpr std::uint32_t compressed_cookie = 0x1c849314;
constexpr std::size_t plain_head_bytes = 40;
constexpr std::size_t compressed_head_bytes = 8;
constexpr std::size_t plain_bytes_max = 16u << 20;
constexpr std::size_t counts_max = 4u << 20;

template <class Integer>
void append_big_endian(std::string& out, Integer value) {
  for (int shift = static_cast<int>(sizeof value) * 8 - 8; shift >= 0; shift -= 8) {
    out += static_cast<char>(static_cast<std::uint64_t>(value) >> shift);
  }
}

// The caller has checked the size.
std::uint64_t take_big_endian(std::string_view& from, std::size_t bytes) {
  std::uint64_t value = 0;
  for (const char byte : from.substr(0, bytes)) {
    value = value << 8u | static_cast<unsigned char>(byte);
  }
  from.remove_prefix(bytes);
  return value;
}

void append_zigzag(std::string& out, std::int64_t value) {
  std::uint64_t rest =
      static_cast<std::uint64_t>(value) << 1u ^ static_cast<std::uint64_t>(value >> 63);
  // Eight bytes of seven bits; the ninth has eight.
  for (int byte = 0; byte < 8 && rest >= 0x80; ++byte) {
    out += static_cast<char>(rest | 0x80u);
    rest >>= 7u;
  }
  out += static_cast<char>(rest);
}

// False where the text ends within a number.
bool take_zigzag(std::string_view& from, std::int64_t& value) {
  std::uint64_t bits = 0;
  for (unsigned byte = 0; byte < 9; ++byte) {
    if (from.empty()) return false;
    const auto next = static_cast<unsigned char>(from.front());
    from.remove_prefix(1);
    const bool is_last = byte == 8 || next < 0x80;
    bits |= std::uint64_t{is_last ? next : next & 0x7fu} << (7 * byte);
    if (is_last) break;
  }
  value = static_cast<std::int64_t>(bits >> 1u) ^ -static_cast<std::int64_t>(bits & 1u);
  return true;
}

std::string compressed(std::string_view plain) {
  uLongf size = compressBound(plain.size());
  std::string out(compressed_head_bytes + size, '\0');
  auto* to = reinterpret_cast<Bytef*>(out.data()) + compressed_head_bytes;
  CHECK(::compress(to, &size, reinterpret_cast<const Bytef*>(plain.data()), plain.size()) == Z_OK);
  out.resize(compressed_head_bytes + size);
  std::string head;
  append_big_endian(head, compressed_cookie);
  append_big_endian(head, static_cast<std::uint32_t>(size));
  std::memcpy(out.data(), head.data(), head.size());
  return out;
}

std::unexpected<Error> not_a_histogram(std::string_view why) {
  return fail(ErrorCode::corrupt, "Not an encoded histogram: " + std::string(why) + ".");
}

Result<std::string> decompressed(std::string_view bytes) {
  if (bytes.size() < compressed_head_bytes) return not_a_histogram("too short");
  if (take_big_endian(bytes, 4) != compressed_cookie) {
    return not_a_histogram("it does not begin as the compressed V2 format does");
  }
  if (take_big_endian(bytes, 4) != bytes.size()) return not_a_histogram("its length is wrong");
  z_stream stream{};
  CHECK(inflateInit(&stream) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  std::array<char, 16'384> piece{};
  int state = Z_OK;
  while (state == Z_OK && out.size() <= plain_bytes_max) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = piece.size();
    state = ::inflate(&stream, Z_NO_FLUSH);
    out.append(piece.data(), piece.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (out.size() > plain_bytes_max) return not_a_histogram("more than 16 MiB");
  if (state != Z_STREAM_END) return not_a_histogram("its compressed content is damaged");
  return out;
}

}  // namespace

std::string Histogram::encode() const {
  std::string counts;
  std::int64_t zeros = 0;
  for (std::size_t index = 0; index < used_end_; ++index) {
    if (counts_[index] == 0) {
      ++zeros;
      continue;
    }
    if (zeros > 0) append_zigzag(counts, zeros == 1 ? 0 : -zeros);
    zeros = 0;
    append_zigzag(counts, static_cast<std::int64_t>(counts_[index]));
  }
  std::string plain;
  append_big_endian(plain, plain_cookie);
  append_big_endian(plain, static_cast<std::uint32_t>(counts.size()));
  append_big_endian(plain, std::uint32_t{0});  // Normalizing index offset.
  append_big_endian(plain, static_cast<std::uint32_t>(layout_.significant_digits));
  append_big_endian(plain, layout_.lowest_discernible);
  append_big_endian(plain, layout_.highest_trackable);
  append_big_endian(plain, std::bit_cast<std::uint64_t>(1.0));  // Integer to double.
  plain += counts;
  return codec::base64_text(bytes_of(compressed(plain)));
}

// Reads the plain encoding, front to back.
class HistogramDecoder {
 public:
  explicit HistogramDecoder(std::string_view plain) : rest_(plain) {}

  Result<Histogram> decode() {
    Histogram histogram(TRY(layout()));
    std::size_t index = 0;
    while (!rest_.empty()) {
      std::int64_t count = 0;
      if (!take_zigzag(rest_, count)) return not_a_histogram("it ends within a count");
      // 0 is one count, and so is a positive number; a negative one is that many zeros.
      const std::uint64_t run =
          count < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(count) : 1;
      if (run > histogram.counts_.size() - index) return not_a_histogram("too many counts");
      if (count > 0) {
        const auto more = static_cast<std::uint64_t>(count);
        if (more > count_max - histogram.count_) return not_a_histogram("its counts are too large");
        histogram.add_at(index, more);
      }
      index += run;
    }
    return histogram;
  }

 private:
  // So that sums of a few histograms stay within 64 bits.
  static constexpr std::uint64_t count_max = std::uint64_t{1} << 62u;

  Result<HistogramLayout> layout() {
    if (rest_.size() < plain_head_bytes) return not_a_histogram("too short");
    if (take_big_endian(rest_, 4) != plain_cookie) return not_a_histogram("not of version 2");
    if (take_big_endian(rest_, 4) != rest_.size() - (plain_head_bytes - 8)) {
      return not_a_histogram("its payload's length is wrong");
    }
    if (take_big_endian(rest_, 4) != 0) return not_a_histogram("its values are shifted");
    const std::uint64_t digits = take_big_endian(rest_, 4);
    const auto lowest = static_cast<std::int64_t>(take_big_endian(rest_, 8));
    const auto highest = static_cast<std::int64_t>(take_big_endian(rest_, 8));
    if (take_big_endian(rest_, 8) != std::bit_cast<std::uint64_t>(1.0)) {
      return not_a_histogram("its values are scaled");
    }
    // 2^40 at the lowest keeps every layout that passes within HdrHistogram's bound of 61 bits.
    if (digits < 1 || digits > 5 || lowest < 1 || lowest > std::int64_t{1} << 40u ||
        highest / 2 < lowest) {
      return not_a_histogram("there is no such layout");
    }
    const HistogramLayout layout{.lowest_discernible = lowest,
                                 .highest_trackable = highest,
                                 .significant_digits = static_cast<int>(digits)};
    if (counts_of(layout) > counts_max) return not_a_histogram("its layout is too fine");
    return layout;
  }

  std::string_view rest_;
};

Result<Histogram> Histogram::decode(std::string_view text) {
  // What does not compress at all is a third longer in base64.
  if (text.size() > codec::base64_encoded_size(plain_bytes_max)) {
    return not_a_histogram("more than 16 MiB");
  }
  std::string bytes(codec::base64_decoded_size_max(text.size()), '\0');
  const auto size = codec::base64_decode(text, reinterpret_cast<std::byte*>(bytes.data()));
  if (!size) return not_a_histogram("not base64");
  bytes.resize(*size);
  const std::string plain = TRY(decompressed(bytes));
  return HistogramDecoder(plain).decode();
}

}  // namespace weir::metrics
