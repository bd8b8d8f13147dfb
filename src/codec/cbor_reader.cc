#include "codec/cbor_reader.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "base/check.h"
#include "codec/utf8.h"

namespace weir::codec {
namespace {

// The three bits that say what a value is.
constexpr std::uint8_t unsigned_major = 0;
constexpr std::uint8_t negative_major = 1;
constexpr std::uint8_t bytes_major = 2;
constexpr std::uint8_t text_major = 3;
constexpr std::uint8_t tag_major = 6;

// Whole bytes of major type 7.
constexpr std::uint8_t false_byte = 0xf4;
constexpr std::uint8_t true_byte = 0xf5;
constexpr std::uint8_t null_byte = 0xf6;
constexpr std::uint8_t undefined_byte = 0xf7;
constexpr std::uint8_t half_byte = 0xf9;
constexpr std::uint8_t single_byte = 0xfa;
constexpr std::uint8_t double_byte = 0xfb;
constexpr std::uint8_t break_byte = 0xff;

// Byte strings with these tags are numbers too large for any width.
constexpr std::uint64_t positive_bignum_tag = 2;
constexpr std::uint64_t negative_bignum_tag = 3;

constexpr std::int64_t integer_max = std::numeric_limits<std::int64_t>::max();

std::uint8_t octet(char character) { return static_cast<std::uint8_t>(character); }

template <std::size_t size>
std::uint64_t big_endian(const char* from) {
  std::uint64_t value = 0;
  for (std::size_t index = 0; index < size; ++index) value = value << 8 | octet(from[index]);
  return value;
}

bool is_bignum(std::uint64_t tag) {
  return tag == positive_bignum_tag || tag == negative_bignum_tag;
}

std::int64_t saturate(std::uint64_t magnitude, bool negative) {
  const auto value = static_cast<std::int64_t>(
      std::min<std::uint64_t>(magnitude, static_cast<std::uint64_t>(integer_max)));
  return negative ? -1 - value : value;
}

std::int64_t bignum(std::string_view digits, bool negative) {
  const std::size_t first = digits.find_first_not_of('\0');
  if (first == std::string_view::npos) return saturate(0, negative);
  digits.remove_prefix(first);
  if (digits.size() > sizeof(std::uint64_t)) return saturate(~std::uint64_t{0}, negative);
  std::uint64_t magnitude = 0;
  for (const char digit : digits) magnitude = magnitude << 8 | octet(digit);
  return saturate(magnitude, negative);
}

// Sign, 5 bits of exponent, 10 of fraction (RFC 8949, appendix D).
double half(std::uint64_t bits) {
  const auto exponent = static_cast<int>(bits >> 10 & 0x1f);
  const auto fraction = static_cast<double>(bits & 0x3ff);
  double value = 0;
  if (exponent == 0) {
    value = std::ldexp(fraction, -24);
  } else if (exponent < 31) {
    value = std::ldexp(fraction + 1024, exponent - 25);
  } else {
    value = fraction == 0 ? std::numeric_limits<double>::infinity()
                          : std::numeric_limits<double>::quiet_NaN();
  }
  return (bits & 0x8000) != 0 ? -value : value;
}

CborKind simple_kind(std::uint8_t byte) {
  switch (byte) {
    case false_byte:
    case true_byte:
      return CborKind::boolean;
    case null_byte:
    case undefined_byte:
      return CborKind::null;
    case half_byte:
    case single_byte:
    case double_byte:
      return CborKind::number;
    default:
      return CborKind::failed;
  }
}

}  // namespace

// One whose argument is in the bytes behind it, or that has none.
bool CborReader::read_long_head(Head& head) {
  const std::uint8_t first = octet(*at_);
  const std::uint8_t low = first & 0x1f;
  head = {.major = static_cast<std::uint8_t>(first >> 5), .indefinite = low == 31};
  ++at_;
  if (head.indefinite) return true;
  const std::size_t size = low < 28 ? std::size_t{1} << (low - 24) : 0;
  if (size == 0 || size > left()) {
    fail();
    return false;
  }
  switch (size) {
    case 1:
      head.argument = big_endian<1>(at_);
      break;
    case 2:
      head.argument = big_endian<2>(at_);
      break;
    case 4:
      head.argument = big_endian<4>(at_);
      break;
    default:
      head.argument = big_endian<8>(at_);
      break;
  }
  at_ += size;
  return true;
}

CborKind CborReader::other_kind() {
  if (failed_) return CborKind::failed;
  CHECK(value_comes_, "no value comes at {}", position());
  while (at_ != end_ && major() == tag_major) {
    Head head;
    if (!read_head(head)) return CborKind::failed;
    if (head.indefinite) {
      fail();
      return CborKind::failed;
    }
    tag_ = head.argument;
  }
  if (at_ == end_) {
    fail();
    return CborKind::failed;
  }
  if (major() == bytes_major && is_bignum(tag_)) return CborKind::number;
  if (major() < plain_kinds.size()) return plain_kinds[major()];
  const CborKind kind = simple_kind(octet(*at_));
  if (kind == CborKind::failed) fail();
  return kind;
}

bool CborReader::begin_value(CborKind wanted) {
  if (kind() != wanted) {
    fail();
    return false;
  }
  value_comes_ = false;
  return true;
}

void CborReader::enter(CborKind kind) {
  Head head;
  if (!begin_value(kind)) return;
  if (depth_ == depth_max) return fail();
  if (!read_head(head)) return;
  // A count that the document cannot hold is known to be a lie before anything is read.
  const std::uint64_t count_max = kind == CborKind::map ? left() / 2 : left();
  if (!head.indefinite && head.argument > count_max) return fail();
  counts_[depth_] = head.indefinite ? indefinite_count : head.argument;
  maps_ = maps_ << 1 | (kind == CborKind::map ? 1 : 0);
  ++depth_;
}

void CborReader::enter_map() { enter(CborKind::map); }

void CborReader::enter_array() { enter(CborKind::array); }

// Whether the innermost container has another value; leaves it if not.
bool CborReader::container_goes_on() {
  std::uint64_t& count = counts_[depth_ - 1];
  if (count == indefinite_count) {
    if (at_ == end_ || octet(*at_) != break_byte) return true;
    ++at_;
  } else if (count > 0) {
    --count;
    return true;
  }
  maps_ >>= 1;
  --depth_;
  return false;
}

std::optional<std::string_view> CborReader::next_key() {
  if (failed_) return std::nullopt;
  CHECK(depth_ > 0 && (maps_ & 1) == 1 && !value_comes_, "no member comes at {}", position());
  if (!container_goes_on()) return std::nullopt;
  if (at_ == end_ || major() != text_major) {
    fail();
    return std::nullopt;
  }
  const std::string_view name = string(Pieces::join);
  if (failed_) return std::nullopt;
  expect_value();
  return name;
}

bool CborReader::next_element() {
  if (failed_) return false;
  CHECK(depth_ > 0 && (maps_ & 1) == 0 && !value_comes_, "no element comes at {}", position());
  if (!container_goes_on()) return false;
  expect_value();
  return true;
}

// Stands on the head of a text or byte string; afterwards behind it.
std::string_view CborReader::string(Pieces pieces) {
  Head head;
  if (!read_head(head)) return {};
  return head.indefinite ? joined_pieces(head.major, pieces) : piece(head, head.major);
}

// Stands behind the head of one of definite length.
std::string_view CborReader::piece(const Head& head, std::uint8_t wanted) {
  if (head.major != wanted || head.indefinite || head.argument > left()) {
    fail();
    return {};
  }
  const std::string_view content(at_, static_cast<std::size_t>(head.argument));
  // Each piece of a text is a text: no character is spread over two (RFC 8949, 3.2.3).
  if (wanted == text_major && !is_utf8(content)) {
    fail();
    return {};
  }
  at_ += content.size();
  return content;
}

// Stands behind the head of one of indefinite length.
std::string_view CborReader::joined_pieces(std::uint8_t wanted, Pieces pieces) {
  char* const begin = at_;
  char* to = begin;
  while (at_ != end_ && octet(*at_) != break_byte) {
    Head head;
    if (!read_head(head)) return {};
    const std::string_view content = piece(head, wanted);
    if (failed_) return {};
    if (pieces == Pieces::join) std::memmove(to, content.data(), content.size());
    to += content.size();
  }
  if (at_ == end_) {
    fail();
    return {};
  }
  ++at_;
  return {begin, static_cast<std::size_t>(to - begin)};
}

std::string_view CborReader::read_text() {
  if (!begin_value(CborKind::text)) return {};
  return string(Pieces::join);
}

MutableBytes CborReader::read_bytes() {
  if (!begin_value(CborKind::bytes)) return {};
  const std::string_view content = string(Pieces::join);
  // A part of the document, which is ours to write.
  return {reinterpret_cast<std::byte*>(const_cast<char*>(content.data())), content.size()};
}

CborNumber CborReader::read_number() {
  if (!begin_value(CborKind::number)) return std::int64_t{0};
  const std::uint8_t first = octet(*at_);
  if (major() == bytes_major) {
    return bignum(string(Pieces::join), tag_ == negative_bignum_tag);
  }
  Head head;
  if (!read_head(head) || head.indefinite) {
    fail();
    return std::int64_t{0};
  }
  if (head.major == unsigned_major || head.major == negative_major) {
    return saturate(head.argument, head.major == negative_major);
  }
  if (first == half_byte) return half(head.argument);
  if (first == single_byte) {
    return double{std::bit_cast<float>(static_cast<std::uint32_t>(head.argument))};
  }
  return std::bit_cast<double>(head.argument);
}

bool CborReader::read_boolean() {
  if (!begin_value(CborKind::boolean)) return false;
  return octet(*at_++) == true_byte;
}

void CborReader::read_null() {
  if (begin_value(CborKind::null)) ++at_;
}

void CborReader::skip_value() {
  switch (kind()) {
    case CborKind::map:
      enter_map();
      while (!failed_ && container_goes_on()) {
        if (at_ == end_ || major() != text_major) return fail();
        string(Pieces::check);
        expect_value();
        skip_value();
      }
      return;
    case CborKind::array:
      enter_array();
      while (next_element()) skip_value();
      return;
    case CborKind::text:
    case CborKind::bytes:
      value_comes_ = false;
      string(Pieces::check);
      return;
    case CborKind::number:
      // A large one's digits may be in pieces.
      if (major() == bytes_major) {
        value_comes_ = false;
        string(Pieces::check);
      } else {
        read_number();
      }
      return;
    case CborKind::boolean:
      read_boolean();
      return;
    case CborKind::null:
      read_null();
      return;
    case CborKind::failed:
      return;
  }
}

bool CborReader::finish() {
  if (failed_) return false;
  CHECK(depth_ == 0, "finished inside {} containers", depth_);
  if (value_comes_) skip_value();
  if (at_ != end_) fail();
  return !failed_;
}

}  // namespace weir::codec
