// Http2Session: one HTTP/2 connection (RFC 9113), either side, as a machine that bytes go into and
// come out of. It knows no sockets, no time and no requests; who owns it brings those.
//
// The library nghttp2 does the work and is named in this folder only. Errors of the other side are
// answered as the RFC wants it: with RST_STREAM, or with GOAWAY, after which is_over() becomes
// true.
//
// A server's session takes what it receives for consumed at once: who owns it bounds what it keeps.
// A client's waits until it is told. Bodies go out when their streams have bytes, in turns of one
// frame each.
//
// Threads: one.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "http/http2/frame_scanner.h"
#include "http/http2/http2_fields.h"
#include "http/http2/http2_stream.h"

namespace weir::http {

class Http2Owner {
 public:
  virtual ~Http2Owner() = default;

  // Server: the client opens a stream, which lives until its on_close.
  virtual Http2Stream* on_new_stream(std::int32_t id) = 0;
  // Server: the client sends a frame, which is not yet looked into. False ends the connection with
  // enhance_your_calm instead.
  virtual bool on_frame(const FrameHead& head) = 0;
  // The other side wants to close: it takes no new streams.
  virtual void on_goaway() = 0;
};

class Http2Session {
 public:
  enum class Side : std::uint8_t { client, server };
  // What the other side is told in the first frame.
  struct Settings {
    std::uint32_t streams_max = 256;               // Of the other side's, at the same time.
    std::uint32_t stream_window_bytes = 4u << 20;  // In flight on one stream.
    std::uint32_t window_bytes = 16u << 20;        // In flight on all of them together.
    std::uint32_t head_bytes_max = 64u << 10;  // Of a head's names and values, 32 added for each.
  };

  // `owner` must outlive it.
  Http2Session(Side side, const Settings& settings, Http2Owner& owner);
  ~Http2Session();
  Http2Session(const Http2Session&) = delete;
  Http2Session& operator=(const Http2Session&) = delete;

  // Takes what the other side sent. False: the session cannot go on, not even to say so.
  [[nodiscard]] bool receive(std::span<const char> bytes);

  // Appends what is to be sent, until `to` has `bytes_max` or a frame more. True if there may be
  // more.
  bool collect(std::string& to, std::size_t bytes_max);

  // Nothing more will come out, and what comes in means nothing.
  bool is_over() const;

  // Client: opens a stream; its number, or 0 if the session takes no more. The body is taken from
  // the stream if there is one.
  std::int32_t open(const Http2Fields& fields, bool has_body, Http2Stream& stream);
  // Client: whether open() would succeed, and how many streams the server allows at a time.
  bool can_open() const;
  std::size_t streams_max() const;

  // Server: sends the head of an answer; the body as above. If the request is not complete when the
  // answer is, the client is told to stop sending it.
  void answer(std::int32_t id, const Http2Fields& fields, bool has_body);
  // Server: sends an interim head (1xx).
  void inform(std::int32_t id, const Http2Fields& fields);

  // Client: received bytes are not kept any more, so the server may send as many more. Each byte
  // counts for the connection and for its stream.
  void consume_of_connection(std::size_t count);
  void consume_of_stream(std::int32_t id, std::size_t count);

  // The stream has bytes again after a take() without any.
  void resume(std::int32_t id);
  void reset(std::int32_t id, Http2Error error);

  // A connection ends in two steps, so that no request is lost on the way: the first says that the
  // end is near, the second, at least a round trip later, that new streams are ignored from now on.
  // is_over() follows when the last stream is done.
  void announce_end();
  void end();
  // Ends all streams at once, with the error.
  void terminate(Http2Error error);

  // Calls no stream any more, not even those that it would have to.
  void detach() { is_detached_ = true; }

  // A PING, whose answer shows that the other side lives.
  void ping();

 private:
  struct Callbacks;
  struct Free {
    void operator()(nghttp2_session* session) const { nghttp2_session_del(session); }
  };

  void send_settings(const Settings& settings);
  bool feed(std::span<const char> bytes);
  Http2Error inspect(const FrameHead& head);
  bool may_have_trailers(std::int32_t id) const;
  Http2Stream* stream(std::int32_t id) const;

  const Side side_;
  Http2Owner& owner_;
  std::unique_ptr<nghttp2_session, Free> session_;
  FrameScanner scanner_;
  // Of collect().
  std::string* collecting_ = nullptr;
  std::size_t collect_bytes_max_ = 0;
  std::string_view taken_;  // The payload of the DATA frame that is being put together.

  // The last few of a kind; older ones are forgotten, and frames on them mostly ignored.
  class RecentStreams {
   public:
    void add(std::int32_t id) { ids_[next_++ % ids_.size()] = id; }
    bool contains(std::int32_t id) const {
      return id != 0 && std::ranges::find(ids_, id) != ids_.end();
    }

   private:
    std::array<std::int32_t, 8> ids_{};
    std::size_t next_ = 0;
  };

  std::int32_t last_opened_ = 0;
  RecentStreams ended_;     // By the client: a frame on one of them is an error.
  RecentStreams given_up_;  // By us, while the client was still sending.
  bool is_ending_ = false;
  bool is_detached_ = false;
};

}  // namespace weir::http
