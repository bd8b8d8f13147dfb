// JsonWriter: writes JSON at the end of a string, without blanks.
//
// Nothing is built in memory first: what is written is the text. Whether a comma is due follows
// from the last character, so there is no state to keep. It trusts its caller to nest properly, to
// alternate keys and values, and that texts are valid UTF-8.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/time.h"

namespace weir::codec {

class JsonWriter {
 public:
  // Appends to `out`, which must outlive the writer and may already hold something.
  explicit JsonWriter(std::string& out) : out_(out), begin_(out.size()) {}

  void begin_object() { open('{'); }
  void end_object() { out_ += '}'; }
  void begin_array() { open('['); }
  void end_array() { out_ += ']'; }

  // A member's name that needs no escapes; the value follows. plain_text is its like for values.
  void key(std::string_view name);
  void plain_text(std::string_view value);

  // A member's name from outside.
  void escaped_key(std::string_view name);

  void text(std::string_view value);
  void boolean(bool value);
  void null();

  template <std::integral Integer>
    requires(!std::same_as<Integer, bool>)
  void number(Integer value) {
    if constexpr (std::signed_integral<Integer>) {
      signed_number(value);
    } else {
      unsigned_number(value);
    }
  }

  // Finite.
  void real(double value);

  // Seconds since 1970 with up to three decimals, as awsJson has it: 1459799926.48.
  void timestamp(WallTime time);

  // A text of base64, encoded straight into the output.
  void base64(ByteView bytes);

  // A value that is JSON already.
  void raw(std::string_view json);

 private:
  void separate();
  void open(char bracket);
  void signed_number(std::int64_t value);
  void unsigned_number(std::uint64_t value);
  void append_escaped(std::string_view value);

  std::string& out_;
  std::size_t begin_;  // Where in `out_` our text begins: no comma there.
};

// `value` as a JSON string, quotes included.
std::string json_text(std::string_view value);

}  // namespace weir::codec
