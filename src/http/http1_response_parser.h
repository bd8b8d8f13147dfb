// The head of an HTTP/1.1 answer, from bytes to views of them: what a client reads.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <vector>

#include "http/http1_syntax.h"
#include "http/message.h"

namespace weir::http {

struct ResponseHead {
  int status = 0;
  std::vector<Header> headers;
  std::optional<std::uint64_t> content_length;
  bool is_chunked = false;
  bool keeps_alive = true;

  // 100 Continue and its like: another head follows.
  bool is_informational() const { return status < 200; }
};

// Parses a head whose end HeadScanner found. `bytes` are exactly that head.
// The status of a Refusal is always 502.
std::expected<ResponseHead, Refusal> parse_response_head(std::string_view bytes);

}  // namespace weir::http
