// The strings of JsonReader: ends, escapes, UTF-8.

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "codec/hex.h"
#include "codec/json_reader.h"
#include "codec/json_scan.h"
#include "codec/utf8.h"

namespace weir::codec {
namespace {

constexpr bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
constexpr bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xdc00 && unit < 0xe000; }

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

// Stands on the opening quote; afterwards behind the closing one.
std::string_view JsonReader::text(Escapes escapes) {
  char* const begin = at_ + 1;
  char* const special = begin + plain_prefix(between(begin, end_), PlainText::ascii);
  if (special != end_ && *special == '"') {
    at_ = special + 1;
    return between(begin, special);
  }
  return escaped_text(escapes, begin, special);
}

// The same for a text that begins at `begin` and is plain up to `from`, then perhaps no more.
std::string_view JsonReader::escaped_text(Escapes escapes, char* begin, char* from) {
  char* to = from;
  at_ = from;
  while (true) {
    const std::size_t plain = plain_prefix(between(at_, end_), PlainText::utf8);
    // Escapes and quotes are ASCII: a sequence that is valid at all does not reach across one.
    if (!is_utf8({at_, plain})) break;
    if (escapes == Escapes::resolve && to != at_) std::memmove(to, at_, plain);
    to += plain;
    at_ += plain;
    if (at_ == end_) break;
    if (*at_ == '"') {
      ++at_;
      return between(begin, to);
    }
    if (*at_ != '\\' || !escape(to, escapes)) break;
  }
  fail();
  return {};
}

// Stands on a backslash; afterwards behind the escape, whose character is at `to`, which moves on.
bool JsonReader::escape(char*& to, Escapes escapes) {
  if (end_ - at_ < 2) return false;
  const auto put = [&](char character) {
    if (escapes == Escapes::resolve) *to = character;
    ++to;
    at_ += 2;
    return true;
  };
  switch (at_[1]) {
    case '"':
    case '\\':
    case '/':
      return put(at_[1]);
    case 'b':
      return put('\b');
    case 'f':
      return put('\f');
    case 'n':
      return put('\n');
    case 'r':
      return put('\r');
    case 't':
      return put('\t');
    case 'u':
      break;
    default:
      return false;
  }
  const std::optional<std::uint32_t> code_point = escaped_code_point();
  if (!code_point) return false;
  // Never longer than the escape that it comes from: at most 3 bytes from 6, 4 from 12.
  if (escapes == Escapes::resolve) to = utf8_encode(*code_point, to);
  return true;
}

std::optional<std::uint32_t> JsonReader::escaped_code_point() {
  const std::optional<std::uint32_t> unit = four_digits();
  if (!unit || is_low_surrogate(*unit)) return std::nullopt;
  if (!is_high_surrogate(*unit)) return unit;
  if (end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u') return std::nullopt;
  const std::optional<std::uint32_t> second = four_digits();
  if (!second || !is_low_surrogate(*second)) return std::nullopt;
  return 0x10000 + ((*unit - 0xd800) << 10) + (*second - 0xdc00);
}

// Stands on the backslash of "\uXXXX"; afterwards behind it.
std::optional<std::uint32_t> JsonReader::four_digits() {
  if (end_ - at_ < 6) return std::nullopt;
  std::uint32_t unit = 0;
  for (const char digit : std::string_view(at_ + 2, 4)) {
    const std::optional<unsigned> value = hex_value(digit);
    if (!value) return std::nullopt;
    unit = unit << 4 | *value;
  }
  at_ += 6;
  return unit;
}

}  // namespace weir::codec
