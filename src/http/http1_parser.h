// The head of an HTTP/1.1 request, from bytes to views of them.
//
// Nothing is copied: the views point into the bytes given. Where the head ends is HeadScanner's
// business, and the body's length is decided here and nowhere else. What two servers could
// understand in two ways is refused.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>
#include <vector>

#include "http/http1_syntax.h"
#include "http/message.h"

namespace weir::http {

struct RequestHead {
  std::string_view method;
  std::string_view
      path;  // Of an absolute target ("http://host/path") the path alone; "/" if empty.
  std::string_view query;  // Without the question mark.
  std::vector<Header> headers;
  std::uint64_t content_length = 0;  // 0 when chunked.
  bool is_chunked = false;
  bool is_version_1_0 = false;
  bool keeps_alive = true;        // What the client asked for, or its version's own way.
  bool expects_continue = false;  // It waits for "100 Continue" before it sends the body.
};

// What comes from somebody who speaks something else: there is no HTTP version in its first line.
inline constexpr Refusal not_http{400, "The request line has no HTTP version."};

// Parses a head whose end HeadScanner found. `bytes` are exactly that head.
// Refused: 400  malformed (not_http is one), or a body whose length could be understood in two
// ways.
//          431  more than `headers_max` fields.
//          501  a transfer coding other than "chunked", or the method CONNECT.
//          505  a version other than 1.x.
std::expected<RequestHead, Refusal> parse_request_head(std::string_view bytes,
                                                       std::size_t headers_max);

}  // namespace weir::http
