// ChunkedBody: takes the chunks of a body apart in the buffer they arrived in and joins them there.
//
// Sizes, extensions and trailers disappear; extensions and trailers mean nothing here and are
// bounded.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>

#include "http/http1_syntax.h"

namespace weir::http {

class ChunkedBody {
 public:
  explicit ChunkedBody(std::size_t body_bytes_max) : body_bytes_max_(body_bytes_max) {}

  struct Progress {
    bool is_complete = false;
    // How many of the bytes given still count. While the body is incomplete the rest was framing:
    // new bytes belong behind these. When it is complete all of them count: the joined body, then
    // what was framing (up to raw_bytes()), then what is not this body's any more.
    std::size_t bytes_kept = 0;
  };

  // `bytes` are what an earlier call kept and what has arrived since. The buffer may have moved.
  // Refused: 400  not chunked as it should be, or too many bytes of extensions or trailers.
  //          413  the body is longer than allowed, known as soon as a size says so.
  std::expected<Progress, Refusal> advance(std::span<char> bytes);

  // The first bytes of the buffer, which are body.
  std::size_t body_bytes() const { return joined_; }

  // The caller has taken body_bytes() off the front of the buffer. Not once complete.
  void forget_body() {
    raw_ -= joined_;
    joined_ = 0;
  }

  // Where this body's last byte on the wire ended, once complete.
  std::size_t raw_bytes() const { return raw_; }

  // How many bytes the present chunk still lacks: what a buffer needs room for next.
  std::size_t chunk_bytes_missing() const { return remaining_; }

 private:
  enum class Step { size_line, chunk, chunk_end, trailer, complete };

  void take_chunk(std::span<char> bytes);
  // These return false when more bytes must come.
  std::expected<bool, Refusal> take_step(std::span<char> bytes);
  std::expected<bool, Refusal> take_size_line(std::span<const char> bytes);
  std::expected<bool, Refusal> take_chunk_end(std::span<const char> bytes);
  std::expected<bool, Refusal> take_trailer_line(std::span<const char> bytes);

  const std::size_t body_bytes_max_;
  Step step_ = Step::size_line;
  std::size_t joined_ = 0;         // [0, joined_) is body.
  std::size_t raw_ = 0;            // [raw_, …) has not been looked at.
  std::size_t remaining_ = 0;      // Of the present chunk.
  std::size_t ignored_bytes_ = 0;  // Extensions and trailers so far.
};

}  // namespace weir::http
