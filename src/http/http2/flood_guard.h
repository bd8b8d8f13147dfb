// FloodGuard: when a client sends more frames than its requests can need, the connection has to
// end.
//
// HTTP/2 lets a client cause work with frames that cost it nothing: streams opened and reset at
// once, PINGs and SETTINGS that must be answered, empty DATA, windows opened by a byte. None of
// them is wrong by itself, so they are counted: a client has an allowance that every frame of that
// kind takes from. It grows back slowly by itself, and with every answer and every KiB that the
// client lets through, so a client that is served never feels it. What it bounds is work for
// nothing: a burst of `allowance_max` frames, then `allowance_per_second`.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "http/http2/frame_scanner.h"

namespace weir::http {

class FloodGuard {
 public:
  static constexpr std::size_t allowance_max = 2000;
  // A client that pings every ten milliseconds, or gives up 33 requests a second, may do so.
  static constexpr std::size_t allowance_per_second = 100;

  // False if that frame is one too many.
  [[nodiscard]] bool admit(const FrameHead& head);
  // An answer has gone out whole.
  void on_answer();
  // Bytes of an answer's body have.
  void on_body_bytes(std::size_t count);
  void pass_second();

 private:
  void grant(std::size_t count);

  std::size_t allowance_ = allowance_max;
  std::size_t bytes_not_counted_ = 0;  // Less than a KiB.
};

}  // namespace weir::http
