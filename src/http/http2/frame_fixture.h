// Frames of HTTP/2 by hand, for tests: a client that sends what no library would, and sees what
// comes back frame by frame.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nghttp2/nghttp2.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/http2/frame_scanner.h"

namespace weir::http {

inline constexpr std::string_view http2_preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

inline constexpr std::uint8_t end_headers = 0x4;

inline std::string big_endian(std::uint32_t number, std::size_t bytes) {
  std::string text;
  for (std::size_t i = bytes; i > 0; --i) text += static_cast<char>(number >> (8 * (i - 1)));
  return text;
}

inline std::string frame(FrameType type, std::uint8_t flags, std::uint32_t stream,
                         std::string_view payload = {}) {
  return big_endian(static_cast<std::uint32_t>(payload.size()), 3) + static_cast<char>(type) +
         static_cast<char>(flags) + big_endian(stream, 4) + std::string(payload);
}

inline std::string setting(std::uint16_t id, std::uint32_t value) {
  return big_endian(id, 2) + big_endian(value, 4);
}

inline std::string window_update(std::uint32_t stream, std::uint32_t increment) {
  return frame(FrameType::window_update, 0, stream, big_endian(increment, 4));
}

inline std::string rst_stream(std::uint32_t stream, std::uint32_t code = 8) {
  return frame(FrameType::rst_stream, 0, stream, big_endian(code, 4));
}

using Fields = std::vector<std::pair<std::string, std::string>>;

// HPACK (RFC 7541): an integer behind a prefix of `bits` bits in a byte that starts with `first`.
inline std::string hpack_integer(std::uint8_t first, unsigned bits, std::size_t number) {
  const std::size_t max = (1U << bits) - 1;
  if (number < max) return {static_cast<char>(first | number)};
  std::string text{static_cast<char>(first | max)};
  for (number -= max; number >= 128; number /= 128) text += static_cast<char>(number % 128 | 128);
  return text + static_cast<char>(number);
}

inline std::string hpack_text(std::string_view text) {
  return hpack_integer(0, 7, text.size()) + std::string(text);
}

// A field that the other side does not remember (0x00), or does (0x40).
inline std::string hpack_field(std::string_view name, std::string_view value, char first = 0) {
  return first + hpack_text(name) + hpack_text(value);
}

inline std::string hpack(const Fields& fields) {
  std::string block;
  for (const auto& [name, value] : fields) block += hpack_field(name, value);
  return block;
}

inline Fields post_fields(const Fields& more = {}) {
  Fields fields = {
      {":method", "POST"}, {":scheme", "http"}, {":path", "/"}, {":authority", "h:4567"}};
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

struct ReceivedFrame {
  FrameHead head;
  std::string payload;
};

// Takes frames out of bytes.
class FrameReader {
 public:
  std::vector<ReceivedFrame> add(std::string_view bytes) {
    bytes_ += bytes;
    std::vector<ReceivedFrame> frames;
    for (;;) {
      FrameScanner scanner(0);
      std::span<const char> rest(bytes_);
      if (!scanner.next(rest) || rest.size() < scanner.head().length) return frames;
      frames.push_back({scanner.head(), std::string(rest.data(), scanner.head().length)});
      bytes_.erase(0, bytes_.size() - rest.size() + scanner.head().length);
    }
  }

 private:
  std::string bytes_;
};

// Reads heads, which depend on those before them.
class HeadReader {
 public:
  HeadReader() { nghttp2_hd_inflate_new(&inflater_); }
  ~HeadReader() { nghttp2_hd_inflate_del(inflater_); }
  HeadReader(const HeadReader&) = delete;
  HeadReader& operator=(const HeadReader&) = delete;

  Fields read(std::string_view block) {
    Fields fields;
    const auto* at = reinterpret_cast<const std::uint8_t*>(block.data());
    std::size_t left = block.size();
    for (;;) {
      nghttp2_nv field;
      int flags = 0;
      const ssize_t used = nghttp2_hd_inflate_hd2(inflater_, &field, &flags, at, left, 1);
      if (used < 0) return {{"error", nghttp2_strerror(static_cast<int>(used))}};
      at += used;
      left -= static_cast<std::size_t>(used);
      if ((flags & NGHTTP2_HD_INFLATE_EMIT) != 0) {
        fields.emplace_back(std::string(reinterpret_cast<char*>(field.name), field.namelen),
                            std::string(reinterpret_cast<char*>(field.value), field.valuelen));
      }
      if ((flags & NGHTTP2_HD_INFLATE_FINAL) != 0) break;
    }
    nghttp2_hd_inflate_end_headers(inflater_);
    return fields;
  }

 private:
  nghttp2_hd_inflater* inflater_ = nullptr;
};

}  // namespace weir::http
