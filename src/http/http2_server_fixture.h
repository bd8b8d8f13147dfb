// What the tests of the server's HTTP/2 share: a peer that speaks frames on a Wire and keeps the
// answers apart.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/http2/frame_fixture.h"
#include "http/http2/frame_scanner.h"
#include "http/server_fixture.h"

namespace weir::http {

// What came back on one stream.
struct StreamAnswer {
  Fields fields;                     // Of the last head.
  std::vector<std::string> interim;  // Statuses of heads before it.
  std::string body;
  std::size_t data_frames = 0;
  bool is_ended = false;
  std::optional<std::uint32_t> reset;  // RST_STREAM's error.

  std::string field(std::string_view name) const {
    const auto found = std::ranges::find(fields, name, &Fields::value_type::first);
    return found == fields.end() ? std::string() : found->second;
  }
  std::string status() const { return field(":status"); }
  // "200 body", with what is odd about it.
  std::string text() const {
    std::string text = status() + " " + body;
    if (!is_ended) text += " (not ended)";
    if (reset) text += " (reset " + std::to_string(*reset) + ")";
    return text;
  }
};

class Http2Peer {
 public:
  explicit Http2Peer(Wire& wire) : wire_(wire) {}

  void send(std::string_view bytes) { wire_.send(bytes); }
  void send_preface(std::string_view settings = {}) {
    send(http2_preface);
    send(frame(FrameType::settings, 0, 0, settings));
  }
  // A whole request on the next stream, whose number it answers with.
  std::uint32_t send_post(std::string_view body, const Fields& more = {}) {
    const std::uint32_t stream = open(post_fields(more), body.empty());
    if (!body.empty()) send(frame(FrameType::data, FrameHead::end_stream, stream, body));
    return stream;
  }
  // The head alone.
  std::uint32_t open(const Fields& fields, bool is_end = false) {
    const std::uint32_t stream = next_stream_;
    next_stream_ += 2;
    const auto flags = static_cast<std::uint8_t>(end_headers | (is_end ? 1 : 0));
    send(frame(FrameType::headers, flags, stream, hpack(fields)));
    return stream;
  }

  // Looks at what has come.
  void look() {
    for (const ReceivedFrame& frame : reader_.add(wire_.take())) take(frame);
  }

  StreamAnswer& answer(std::uint32_t stream) { return answers[stream]; }

  std::map<std::uint32_t, StreamAnswer> answers;
  std::vector<ReceivedFrame> others;    // Of the connection: SETTINGS, PING, GOAWAY, WINDOW_UPDATE.
  std::optional<std::uint32_t> goaway;  // Its error.
  std::vector<std::uint32_t> goaway_last_streams;

  std::size_t count(FrameType type, std::uint8_t flags) const {
    return static_cast<std::size_t>(std::ranges::count_if(others, [&](const ReceivedFrame& frame) {
      return frame.head.type == type && frame.head.flags == flags;
    }));
  }
  Wire& wire() { return wire_; }

 private:
  static std::uint32_t number(std::string_view bytes) {
    std::uint32_t number = 0;
    for (const char c : bytes.substr(0, 4)) number = number << 8 | static_cast<unsigned char>(c);
    return number;
  }

  void take(const ReceivedFrame& frame) {
    if (frame.head.stream == 0) return take_other(frame);
    StreamAnswer& answer = answers[static_cast<std::uint32_t>(frame.head.stream)];
    switch (frame.head.type) {
      case FrameType::headers: {
        if (!answer.fields.empty()) answer.interim.push_back(answer.status());
        answer.fields = heads_.read(frame.payload);
        break;
      }
      case FrameType::data:
        answer.body += frame.payload;
        ++answer.data_frames;
        break;
      case FrameType::rst_stream:
        answer.reset = number(frame.payload);
        return;
      default:
        return;
    }
    if ((frame.head.flags & FrameHead::end_stream) != 0) answer.is_ended = true;
  }

  void take_other(const ReceivedFrame& frame) {
    others.push_back(frame);
    if (frame.head.type != FrameType::goaway) return;
    goaway_last_streams.push_back(number(frame.payload));
    goaway = number(std::string_view(frame.payload).substr(4));
  }

  Wire& wire_;
  std::uint32_t next_stream_ = 1;
  FrameReader reader_;
  HeadReader heads_;
};

class Http2ServerFixture : public ServerFixture {
 protected:
  // A peer that has sent its preface and acknowledged the server's settings.
  Http2Peer& connect_http2(std::string_view settings = {}) {
    peers_.push_back(std::make_unique<Http2Peer>(connect()));
    Http2Peer& peer = *peers_.back();
    peer.send_preface(settings);
    peer.send(frame(FrameType::settings, FrameHead::ack, 0));
    run(peer);
    return peer;
  }

  // Lets the server work until nothing is left to do.
  void run(Http2Peer& peer) {
    scheduler_.run_until_idle();
    peer.look();
  }

  std::string exchange_post(Http2Peer& peer, std::string_view body, const Fields& more = {}) {
    const std::uint32_t stream = peer.send_post(body, more);
    run(peer);
    return peer.answer(stream).text();
  }

  void TearDown() override {
    peers_.clear();
    ServerFixture::TearDown();
  }

  std::vector<std::unique_ptr<Http2Peer>> peers_;
};

}  // namespace weir::http
