// CborWriter: writes CBOR (RFC 8949) at the end of a string.
//
// Nothing is built in memory first: what is written is the document. Maps and arrays are of
// indefinite length, as Amazon writes them, so that nobody need know how many members are there
// before writing them; texts and byte strings are of definite length; heads are as short as they
// can be. It trusts its caller to nest properly, to alternate names and values, and that texts are
// valid UTF-8.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace weir::codec {

class CborWriter {
 public:
  // What a text or byte string takes beside its content, at most.
  static constexpr std::size_t head_size_max = 9;

  // The tag of points in time.
  static constexpr std::uint64_t epoch_tag = 1;

  // Appends to `out`, which must outlive the writer and may already hold something.
  explicit CborWriter(std::string& out) : out_(out) {}

  void begin_map() { out_ += '\xbf'; }
  void end_map() { out_ += '\xff'; }
  void begin_array() { out_ += '\x9f'; }
  void end_array() { out_ += '\xff'; }

  // A member's name is a text; its value follows.
  void text(std::string_view value) {
    head(3, value.size());
    out_ += value;
  }
  void bytes(ByteView value) {
    head(2, value.size());
    out_ += text_of(value);
  }
  // The tag of the value that follows.
  void tag(std::uint64_t number) { head(6, number); }
  void boolean(bool value) { out_ += value ? '\xf5' : '\xf4'; }
  void null() { out_ += '\xf6'; }

  template <std::signed_integral Integer>
  void number(Integer value) {
    if (value < 0) {
      head(1, ~static_cast<std::uint64_t>(value));  // -1 - value.
    } else {
      head(0, static_cast<std::uint64_t>(value));
    }
  }
  // Of double width, always.
  void number(double value);

 private:
  void head(unsigned major, std::uint64_t argument) {
    if (argument < 24) {
      out_ += static_cast<char>(major << 5 | argument);
    } else {
      long_head(major, argument);
    }
  }
  void long_head(unsigned major, std::uint64_t argument);
  void big_endian(std::uint64_t value, unsigned size);

  std::string& out_;
};

}  // namespace weir::codec
