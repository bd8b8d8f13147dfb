// FrameScanner: finds the heads of HTTP/2's frames in what a client sends, before anybody looks at
// what is in them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace weir::http {

enum class FrameType : std::uint8_t {
  data = 0x0,
  headers = 0x1,
  priority = 0x2,
  rst_stream = 0x3,
  settings = 0x4,
  push_promise = 0x5,
  ping = 0x6,
  goaway = 0x7,
  window_update = 0x8,
  continuation = 0x9,
};

struct FrameHead {
  std::uint32_t length = 0;          // Of what follows the head.
  FrameType type = FrameType::data;  // May be none of those named: the RFC lets others be ignored.
  std::uint8_t flags = 0;
  std::int32_t stream = 0;      // 0 for the connection.
  std::int32_t dependency = 0;  // Of priority: the stream that it makes this one depend on.

  static constexpr std::uint8_t end_stream = 0x1;  // Of data and headers.
  static constexpr std::uint8_t ack = 0x1;         // Of settings and ping.
};

class FrameScanner {
 public:
  // `skipped` bytes come before the first frame: a client's preface.
  explicit FrameScanner(std::size_t skipped) : left_(skipped) {}

  // Looks at the next of `bytes` until a head is complete: whether one is. `bytes` loses what was
  // looked at; a head's frame may begin in what earlier calls looked at.
  bool next(std::span<const char>& bytes);
  // The head that next() found.
  FrameHead head() const;
  // How many of its bytes were in what next() looked at.
  std::size_t head_bytes_here() const { return head_bytes_here_; }

 private:
  std::size_t head_bytes_wanted() const;

  std::size_t left_;                      // Of a frame's payload.
  std::array<unsigned char, 13> head_{};  // With a priority's dependency.
  std::size_t head_filled_ = 0;
  std::size_t head_bytes_here_ = 0;
};

}  // namespace weir::http
