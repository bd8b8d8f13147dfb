// CborReader: reads CBOR (RFC 8949) front to back, in place, without building anything.
//
// The caller pulls values in document order and says what it wants of each. Texts and byte strings
// are views into the document: the pieces of one of indefinite length are moved together where they
// stand, so the document is overwritten; one of definite length is never moved.
//
// Taken as equal: definite and indefinite lengths, numbers of every width, null and undefined, and
// a value with any tags before it, whose meaning is left to whoever knows the member. Only the tags
// of large numbers (2 and 3) change what a value is. A map's names are texts without tags.
// Malformed: lengths beyond the document's end, invalid UTF-8, other simple values, nesting deeper
// than depth_max, anything behind the value.
//
// A malformed document makes the reader fail for good: kind() is `failed`, loops end, reads answer
// with nothing, and finish() says so. So a caller need not look after each step, only at the end:
//
//     reader.enter_map();
//     while (const auto name = reader.next_key()) {
//       if (*name == "Data") data = reader.read_bytes(); else reader.skip_value();
//     }
//     if (!reader.finish()) …malformed…
//
// A member that occurs twice is reported twice; whoever assigns each value makes the last one win.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include "base/bytes.h"

namespace weir::codec {

enum class CborKind : std::uint8_t { map, array, text, bytes, number, boolean, null, failed };

// Whole, or of a floating-point width (perhaps infinite or no number at all). A whole number that
// does not fit is the nearest one that does.
using CborNumber = std::variant<std::int64_t, double>;

class CborReader {
 public:
  // Maps and arrays inside one another. Kinesis' own documents go three deep.
  static constexpr unsigned depth_max = 64;

  // `document` must outlive the reader and every view that it answers with.
  explicit CborReader(std::span<char> document)
      : begin_(document.data()), at_(begin_), end_(begin_ + document.size()) {}

  // The kind of the value that comes next, which stays where it is. A value comes at the beginning,
  // after next_key() gave a name, and after next_element() said so; each such value is then read
  // with one of the calls below or skipped. Reading a value as a kind that it is not fails.
  CborKind kind() {
    // Nearly every value: no tag before it, and none of the simple ones.
    if (!failed_ && value_comes_ && at_ != end_ && tag_ == 0 && major() < plain_kinds.size()) {
      return plain_kinds[major()];
    }
    return other_kind();
  }

  // Goes into a map; next_key() then gives its names, and leaves it at its end.
  void enter_map();
  // The next member's name, whose value must be read or skipped; nothing at the end of the map.
  std::optional<std::string_view> next_key();

  // Goes into an array; next_element() then says whether another value comes, and leaves it at its
  // end.
  void enter_array();
  bool next_element();

  // Never null, even if empty.
  std::string_view read_text();
  MutableBytes read_bytes();
  CborNumber read_number();
  bool read_boolean();
  void read_null();

  // Reads past a value of any kind, checking it. Overwrites nothing.
  void skip_value();

  // Whether all of the document was well-formed: the outermost value has been read and nothing
  // follows.
  bool finish();

  bool failed() const { return failed_; }

  // How many bytes into the document the reader stands; after a failure, near the offending byte.
  std::size_t position() const { return static_cast<std::size_t>(at_ - begin_); }

 private:
  enum class Pieces : std::uint8_t { join, check };

  // What a value begins with: three bits of type, and a length or a value.
  struct Head {
    std::uint8_t major = 0;
    bool indefinite = false;
    std::uint64_t argument = 0;
  };

  // No container counts so far: each of its values takes a byte of the document.
  static constexpr std::uint64_t indefinite_count = ~std::uint64_t{0};

  // By major type.
  static constexpr std::array plain_kinds = {CborKind::number, CborKind::number, CborKind::bytes,
                                             CborKind::text,   CborKind::array,  CborKind::map};

  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  // Of the value that comes. Not at the end.
  unsigned major() const { return static_cast<std::uint8_t>(*at_) >> 5; }
  void fail() { failed_ = true; }
  bool read_head(Head& head) {
    if (at_ == end_) {
      fail();
      return false;
    }
    const auto first = static_cast<std::uint8_t>(*at_);
    if ((first & 0x1f) >= 24) return read_long_head(head);
    head = {.major = static_cast<std::uint8_t>(first >> 5), .argument = first & 0x1fU};
    ++at_;
    return true;
  }
  bool read_long_head(Head& head);
  CborKind other_kind();
  // A value comes, and no tag has been seen before it.
  void expect_value() {
    value_comes_ = true;
    tag_ = 0;
  }
  bool begin_value(CborKind wanted);
  void enter(CborKind kind);
  bool container_goes_on();
  std::string_view string(Pieces pieces);
  std::string_view piece(const Head& head, std::uint8_t wanted);
  std::string_view joined_pieces(std::uint8_t wanted, Pieces pieces);

  char* begin_;
  char* at_;
  char* end_;
  std::array<std::uint64_t, depth_max> counts_{};  // Values left in each open container.
  std::uint64_t maps_ = 0;  // A bit for each open container, the innermost lowest: is it a map?
  unsigned depth_ = 0;
  std::uint64_t tag_ = 0;  // The last one before the value that comes; 0 if none.
  bool value_comes_ = true;
  bool failed_ = false;
};

}  // namespace weir::codec
