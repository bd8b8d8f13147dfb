// JsonReader: reads JSON (RFC 8259) front to back, in place, without building anything.
//
// The caller pulls values in document order and says what it wants of each. Texts are views into
// the document: escapes and base64 are resolved where they stand, so the document is overwritten.
// Strict: no comments, trailing commas, control characters, invalid UTF-8, lone surrogates, NaN,
// leading zeros or anything behind the value. Numbers come as text, so that the caller may let
// large ones saturate.
//
// A malformed document makes the reader fail for good: kind() is `failed`, loops end, reads answer
// with nothing, and finish() says so. So a caller need not look after each step, only at the end:
//
//     reader.enter_object();
//     while (const auto name = reader.next_key()) {
//       if (*name == "Data") data = reader.read_text(); else reader.skip_value();
//     }
//     if (!reader.finish()) …malformed…
//
// A member that occurs twice is reported twice; whoever assigns each value makes the last one win.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "codec/base64.h"

namespace weir::codec {

enum class JsonKind : std::uint8_t { object, array, text, number, boolean, null, failed };

// A string that is not base64: why, and the string itself (a view into the document).
struct JsonBase64Error {
  Base64Error error;
  std::string_view text;
};

class JsonReader {
 public:
  // Objects and arrays inside one another. Kinesis' own documents go three deep.
  static constexpr unsigned depth_max = 64;

  // `document` must outlive the reader and every view that it answers with.
  explicit JsonReader(std::span<char> document);

  // The kind of the value that comes next, which stays where it is. A value comes at the beginning,
  // after next_key() gave a name, and after next_element() said so; each such value is then read
  // with one of the calls below or skipped. Reading a value as a kind that it is not fails.
  JsonKind kind();

  // Goes into an object; next_key() then gives its names, and leaves it at its end.
  void enter_object();
  // The next member's name, whose value must be read or skipped; nothing at the end of the object.
  std::optional<std::string_view> next_key();

  // Goes into an array; next_element() then says whether another value comes, and leaves it at its
  // end.
  void enter_array();
  bool next_element();

  std::string_view read_text();
  // As written: "-1.5e3". Its grammar has been checked.
  std::string_view read_number();
  bool read_boolean();
  void read_null();

  // Decodes a text as base64 where it stands. A text that is none leaves the reader as it is after
  // read_text(): going on is possible.
  std::expected<MutableBytes, JsonBase64Error> read_base64();

  // Reads past a value of any kind, checking it. Overwrites nothing.
  void skip_value();

  // Reads past everything up to the end of the document, from wherever the reader stands, and
  // answers as finish(): whether the rest is well-formed after the caller found out that it cannot
  // use it.
  bool skip_rest();

  // Whether all of the document was well-formed: the outermost value has been read and only blanks
  // follow.
  bool finish();

  bool failed() const { return failed_; }

  // How many bytes into the document the reader stands; after a failure, where the offending byte
  // is.
  std::size_t position() const { return static_cast<std::size_t>(at_ - begin_); }

 private:
  enum class Escapes : std::uint8_t { resolve, check };

  void fail();
  void skip_blanks();
  bool take(char expected);
  bool begin_value(JsonKind wanted);
  void end_value();
  void enter(JsonKind kind);
  void leave();
  bool next_member(Escapes escapes, std::string_view& name);
  std::string_view text(Escapes escapes);
  std::string_view escaped_text(Escapes escapes, char* begin, char* from);
  bool escape(char*& to, Escapes escapes);
  std::optional<std::uint32_t> escaped_code_point();
  std::optional<std::uint32_t> four_digits();
  bool digits();
  void literal(std::string_view word);

  char* begin_;
  char* at_;
  char* end_;
  std::uint64_t objects_ =
      0;  // A bit for each open container, the innermost lowest: is it an object?
  unsigned depth_ = 0;
  bool value_comes_ = true;
  bool first_ = false;  // Just entered a container: no comma before what comes.
  bool failed_ = false;
};

}  // namespace weir::codec
