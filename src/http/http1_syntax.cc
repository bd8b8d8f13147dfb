#include "http/http1_syntax.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <expected>
#include <limits>
#include <optional>
#include <string_view>

#include "base/check.h"
#include "http/message.h"

namespace weir::http {
namespace {

// RFC 9110, section 5.6.2.
constexpr std::array<bool, 256> make_token_table() {
  std::array<bool, 256> table{};
  for (unsigned char c = '0'; c <= '9'; ++c) table[c] = true;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) table[c] = true;
  for (unsigned char c = 'a'; c <= 'z'; ++c) table[c] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~"))
    table[static_cast<unsigned char>(c)] = true;
  return table;
}

constexpr std::array<bool, 256> token_characters = make_token_table();

bool is_token_character(char c) { return token_characters[static_cast<unsigned char>(c)]; }

bool is_blank(char c) { return c == ' ' || c == '\t'; }

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && byte != '\t') || byte == 0x7f;
}

constexpr std::uint64_t each_byte(std::uint64_t value) { return value * 0x0101010101010101ULL; }

// The high bit of every byte below 0x20 or equal to 0x7f. Bytes above the first such one may be
// marked falsely, because the subtraction borrows from them; the lowest mark is always right.
std::uint64_t mark_controls(std::uint64_t word) {
  const std::uint64_t deletes = word ^ each_byte(0x7f);
  const std::uint64_t below_0x20 = (word - each_byte(0x20)) & ~word;
  const std::uint64_t is_0x7f = (deletes - each_byte(0x01)) & ~deletes;
  return (below_0x20 | is_0x7f) & each_byte(0x80);
}

}  // namespace

std::size_t find_control(std::string_view text) {
  static_assert(std::endian::native == std::endian::little, "the lowest mark is the first byte");
  std::size_t at = 0;
  while (at + sizeof(std::uint64_t) <= text.size()) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, sizeof word);
    const std::uint64_t marks = mark_controls(word);
    if (marks == 0) {
      at += sizeof word;
      continue;
    }
    at += static_cast<std::size_t>(std::countr_zero(marks)) / 8;
    if (text[at] != '\t') return at;
    ++at;
  }
  while (at < text.size() && !is_control(text[at])) ++at;
  return at;
}

std::expected<std::size_t, Refusal> HeadScanner::find_end(std::string_view bytes) {
  while (scanned_ < bytes.size()) {
    const void* found = std::memchr(bytes.data() + scanned_, '\n', bytes.size() - scanned_);
    if (found == nullptr) {
      scanned_ = bytes.size();
      return 0;
    }
    const auto line_feed = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
    if (line_feed == line_begin_ || bytes[line_feed - 1] != '\r') {
      return std::unexpected(Refusal{400, "A line ends in a bare line feed."});
    }
    const bool is_empty_line = line_feed == line_begin_ + 1;
    const bool is_first_line = line_begin_ == 0;
    line_begin_ = scanned_ = line_feed + 1;
    if (is_empty_line && !is_first_line) return line_begin_;
  }
  return 0;
}

std::string_view take_start_line(std::string_view& head) {
  if (head.starts_with("\r\n")) head.remove_prefix(2);
  const std::size_t end = head.find('\n');
  CHECK(end != std::string_view::npos && end > 0);
  const std::string_view line = head.substr(0, end - 1);
  head.remove_prefix(end + 1);
  return line;
}

std::expected<Header, Refusal> take_field_line(std::string_view& head) {
  std::size_t colon = 0;
  while (is_token_character(head[colon])) ++colon;  // Stops at the CR LF at the latest.
  if (colon == 0 || head[colon] != ':') {
    return std::unexpected(Refusal{400, "The name of a header field is not valid."});
  }
  std::size_t begin = colon + 1;
  while (is_blank(head[begin])) ++begin;
  std::size_t end = begin + find_control(head.substr(begin));
  const std::size_t next_line = end + 2;
  if (next_line > head.size() || head[end] != '\r' || head[end + 1] != '\n') {
    return std::unexpected(Refusal{400, "The value of a header field has a control character."});
  }
  while (end > begin && is_blank(head[end - 1])) --end;
  const Header field{head.substr(0, colon), head.substr(begin, end - begin)};
  head.remove_prefix(next_line);
  return field;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_character);
}

bool equals_ignoring_case(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] != right[i] && to_lower(left[i]) != to_lower(right[i])) return false;
  }
  return true;
}

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool list_has(std::string_view list, std::string_view wanted) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (equals_ignoring_case(trim_blanks(list.substr(0, comma)), wanted)) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

std::optional<std::uint64_t> parse_decimal(std::string_view digits) {
  if (digits.empty()) return std::nullopt;
  constexpr std::uint64_t max = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    number = number > (max - digit) / 10 ? max : number * 10 + digit;
  }
  return number;
}

}  // namespace weir::http
