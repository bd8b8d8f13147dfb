// Requests and answers, whichever protocol carried them. A connection hands whole requests up and
// takes answers down, whole or piece by piece (body_source.h); nothing above this folder knows
// which version of HTTP it speaks.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/body_source.h"

namespace weir::http {

// Names compare without regard to case; values have no blanks at their ends.
struct Header {
  std::string_view name;
  std::string_view value;
};

// A whole request. Its views point into the connection's buffer, which `buffer` keeps: hold a copy
// of `buffer` to keep them after the answer.
struct Request {
  std::string_view method;      // "POST".
  std::string_view path;        // As sent, without the query: "/".
  std::string_view query;       // As sent, without the question mark; empty if there is none.
  std::vector<Header> headers;  // In the order sent, names as sent.
  std::span<char> body;         // Chunks joined. May be overwritten by whoever handles the request,
                                // so that base64 can be decoded in place.
  std::shared_ptr<void> buffer;   // Keeps all of the above alive.
  std::string_view peer_address;  // The other side, without a port.
  bool is_encrypted = false;      // It came over TLS.

  // The value of the first header of that name; empty if there is none.
  std::string_view header(std::string_view name) const;
  bool has_header(std::string_view name) const;
};

struct ResponseHeader {
  std::string_view name;  // A literal.
  std::string value;
};

// An answer. Content-Length, Transfer-Encoding, Date and Connection are added by the connection.
struct Response {
  int status = 200;
  std::vector<ResponseHeader> headers;
  std::string body;
  // Instead of `body`, which is then empty: the head goes out at once and each piece as it comes.
  // The connection owns the source and destroys it when the client has gone (closed, reset the
  // stream, or taken nothing for ServerLimits::stream_stall_timeout), when the last piece is out,
  // or when the source failed; a failure ends the answer so that the client sees that it is cut
  // short. An answer that has no body (HEAD, 204, 304) never asks its source.
  std::unique_ptr<BodySource> source = nullptr;
};

// Answers one request; call it exactly once, on the loop that handed the request up. If the client
// has gone the answer is dropped. Destroyed uncalled, it closes the connection.
using Reply = std::move_only_function<void(Response)>;

// What takes requests: one for each event loop.
class Handler {
 public:
  virtual ~Handler() = default;

  // Called on the connection's loop. The next request of an HTTP/1.1 connection comes after the
  // reply.
  virtual void handle(Request request, Reply reply) = 0;
};

}  // namespace weir::http
