#include "http/http2/frame_scanner.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace weir::http {
namespace {

std::uint32_t big_endian(std::span<const unsigned char> bytes) {
  std::uint32_t number = 0;
  for (const unsigned char byte : bytes) number = number << 8 | byte;
  return number;
}

}  // namespace

std::size_t FrameScanner::head_bytes_wanted() const {
  constexpr std::size_t head_bytes = 9;
  if (head_filled_ < head_bytes) return head_bytes;
  const FrameHead found = head();
  return found.type == FrameType::priority && found.length == 5 ? head_.size() : head_bytes;
}

bool FrameScanner::next(std::span<const char>& bytes) {
  const std::size_t skipped = std::min(left_, bytes.size());
  left_ -= skipped;
  bytes = bytes.subspan(skipped);
  head_bytes_here_ = 0;
  while (head_filled_ < head_bytes_wanted()) {
    const std::size_t count = std::min(head_bytes_wanted() - head_filled_, bytes.size());
    if (count == 0) return false;
    std::memcpy(head_.data() + head_filled_, bytes.data(), count);
    head_filled_ += count;
    head_bytes_here_ += count;
    bytes = bytes.subspan(count);
  }
  left_ = head().length - (head_filled_ - 9);
  head_filled_ = 0;
  return true;
}

FrameHead FrameScanner::head() const {
  const std::span<const unsigned char> bytes(head_);
  const auto stream_at = [&](std::size_t begin) {
    return static_cast<std::int32_t>(big_endian(bytes.subspan(begin, 4)) & 0x7fffffff);
  };
  return {.length = big_endian(bytes.first(3)),
          .type = static_cast<FrameType>(bytes[3]),
          .flags = bytes[4],
          .stream = stream_at(5),
          .dependency = stream_at(9)};
}

}  // namespace weir::http
