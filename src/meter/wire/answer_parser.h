// AnswerParser: one HTTP/1.1 answer in the buffer in which it arrives. Only what a call needs to
// know is looked at: status, length, whether the connection may be used again.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/chunked_body.h"
#include "http/http1_syntax.h"

namespace weir::meter {

class AnswerParser {
 public:
  // Refuses answers whose body is longer.
  explicit AnswerParser(std::size_t body_bytes_max) : body_bytes_max_(body_bytes_max) {}

  // For the next answer.
  void clear();

  // Where the next bytes go. Never empty.
  std::span<char> room();

  // `count` bytes were written to the front of room(). True once the answer is complete. An error
  // is a sentence about what is not HTTP/1.1, or too large.
  std::expected<bool, std::string_view> add(std::size_t count);

  // The server has finished sending: whether that completes the answer.
  bool end() const { return head_bytes_ > 0 && reads_to_end_; }

  // Of a complete answer.
  int status() const { return status_; }
  bool keeps_alive() const { return keeps_alive_ && !reads_to_end_; }
  std::span<char> body();

  std::size_t bytes() const { return bytes_received_; }

 private:
  std::expected<bool, std::string_view> parse_head();
  std::expected<bool, std::string_view> take_body();
  std::expected<void, std::string_view> take_field(std::string_view name, std::string_view value);

  const std::size_t body_bytes_max_;
  std::vector<char> buffer_;
  std::size_t filled_ = 0;
  std::size_t bytes_received_ = 0;
  http::HeadScanner scanner_;
  std::size_t head_bytes_ = 0;  // 0 until the head is complete.
  int status_ = 0;
  std::size_t content_length_ = 0;
  bool reads_to_end_ = true;  // The body ends with the connection.
  bool keeps_alive_ = true;
  std::optional<http::ChunkedBody> chunked_;
};

}  // namespace weir::meter
