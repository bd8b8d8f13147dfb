// The Date header: "Sun, 06 Nov 1994 08:49:37 GMT". SDKs correct their clocks by it, so every
// answer has one.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

#include "base/time.h"
#include "env/clock.h"

namespace weir::http {

inline constexpr std::size_t http_date_bytes = 29;

// Years 1970 to 9999; times outside are moved to the nearest end.
std::array<char, http_date_bytes> format_http_date(WallTime time);

// The present date; makes its text once a second. Threads: one.
class DateHeader {
 public:
  // `clock` must outlive it.
  explicit DateHeader(const env::Clock& clock) : clock_(clock) {}

  // Valid until the next call.
  std::string_view text() {
    const std::int64_t second = clock_.wall_now().whole_seconds();
    if (second != second_) {
      text_ = format_http_date({second * 1000});
      second_ = second;
    }
    return {text_.data(), text_.size()};
  }

 private:
  const env::Clock& clock_;
  std::int64_t second_ = std::numeric_limits<std::int64_t>::min();
  std::array<char, http_date_bytes> text_{};
};

}  // namespace weir::http
