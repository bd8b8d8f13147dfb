// Http2Stream: what an Http2Session tells of one stream, and asks of it.
//
// For a server a stream is a request that comes and its answer; for a client the other way round.
//
// Called from inside Http2Session::receive() and collect(). Everything of the session but those two
// may be called in return.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace weir::http {

// RFC 9113, section 7.
enum class Http2Error : std::uint32_t {
  no_error = 0x0,
  protocol_error = 0x1,
  internal_error = 0x2,
  flow_control_error = 0x3,
  stream_closed = 0x5,
  refused_stream = 0x7,
  cancel = 0x8,
  enhance_your_calm = 0xb,
};

class Http2Stream {
 public:
  virtual ~Http2Stream() = default;

  // A field of a head or of trailers: syntactically right, without blanks at the value's ends. The
  // texts live as long as the call.
  virtual void on_field(std::string_view name, std::string_view value) = 0;
  // The fields are complete: once for each interim head, the head, and trailers. `is_end`: nothing
  // follows.
  virtual void on_fields_end(bool is_end) = 0;
  // A piece of the body.
  virtual void on_body(std::span<const char> bytes) = 0;
  // The other side has finished sending. Comes after on_fields_end or on_body.
  virtual void on_end() = 0;
  // The stream is over: no_error when both sides have finished. The last call: the session has
  // forgotten the stream.
  virtual void on_close(Http2Error error) = 0;

  struct Outgoing {
    std::string_view bytes;  // Live until the next call.
    bool is_end = false;     // The body ends behind them.
  };
  // The next bytes of the body that goes out, at most `bytes_max`, which is more than 0. None that
  // are no end: there will be more when Http2Session::resume() is called.
  virtual Outgoing take(std::size_t bytes_max) = 0;
};

}  // namespace weir::http
