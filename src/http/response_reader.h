// ResponseReader: puts one answer together from the bytes that a client's connection receives, or
// gives its body piece by piece.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "http/chunked_body.h"
#include "http/client.h"
#include "http/http1_response_parser.h"
#include "http/http1_syntax.h"

namespace weir::http {

class ResponseReader {
 public:
  // Refuses answers of more than `body_bytes_max`.
  explicit ResponseReader(std::size_t body_bytes_max) : body_bytes_max_(body_bytes_max) {}

  // The answer to a HEAD request has no body, whatever its head says. To be called before the first
  // byte of it.
  void expect_no_body() { has_no_body_ = true; }

  // The body will be taken by take_piece(), and may be of any size. To be called as early.
  void expect_stream() { body_bytes_max_ = SIZE_MAX; }

  // Where the next bytes go. Never empty. Valid until the next call.
  std::span<char> room();

  // `count` bytes were written to the front of room(). True once the answer is complete.
  // Refused: what is not HTTP/1.1, or too large. The status means nothing.
  std::expected<bool, Refusal> add(std::size_t count);

  // The server has finished sending: true if that makes the answer complete.
  bool end();

  // Whether anything has come.
  bool has_bytes() const { return filled_ > 0 || head_; }
  // Of a complete answer: whether the connection may carry another one.
  bool keeps_alive() const { return keeps_alive_; }
  // The complete answer, once.
  ClientResponse take();

  // The head is complete: its status and headers, once.
  bool has_head() const { return head_.has_value(); }
  std::pair<int, std::vector<std::pair<std::string, std::string>>> take_head();
  // What has come of the body since the last call. Nothing follows if is_complete().
  std::string take_piece();
  bool is_complete() const { return is_complete_; }

 private:
  std::expected<bool, Refusal> add_head();
  std::expected<bool, Refusal> add_body();
  void begin_body(std::size_t head_bytes);
  bool complete(std::size_t body_bytes, std::size_t bytes_used);

  std::size_t body_bytes_max_;
  bool has_no_body_ = false;
  std::string bytes_;  // The head, and once that is done the body. [filled_, …) is room.
  std::size_t filled_ = 0;
  HeadScanner scanner_;
  std::optional<ResponseHead> head_;  // Its views are gone; status and framing count.
  std::optional<ChunkedBody> chunked_;
  bool keeps_alive_ = false;
  bool is_complete_ = false;
  ClientResponse response_;
};

}  // namespace weir::http
