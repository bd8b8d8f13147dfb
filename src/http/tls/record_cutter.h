// RecordCutter: cuts bytes that lie in several pieces into the plaintexts of TLS records.
//
// An answer's head and body together mostly fit one record: joined, they cost one encryption and
// one packet. What fills records by itself is not copied.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace weir::http {

class RecordCutter {
 public:
  static constexpr std::size_t record_bytes_max = 16u << 10;  // RFC 8446, section 5.1.

  // `pieces`, and what they point to, must outlive it.
  explicit RecordCutter(std::span<const std::span<const char>> pieces) : pieces_(pieces) {
    begin_piece();
  }

  bool has_more() const { return !piece_.empty(); }

  // The next one, of which there is one. Valid until the next call.
  std::span<const char> next();

 private:
  void begin_piece();
  void consume(std::size_t count);

  std::span<const std::span<const char>> pieces_;  // Behind piece_.
  std::span<const char> piece_;                    // Empty only at the end.
  std::array<char, record_bytes_max> joined_;
};

}  // namespace weir::http
