// The grammar that HTTP/1.1 requests and answers share: where a head ends, field lines, tokens.
//
// Strict where two parsers could disagree about where a message ends, because that is how requests
// are smuggled: lines end in CR LF and nothing else, lines are never folded, and nothing stands
// between a name and its colon.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "http/message.h"

namespace weir::http {

// Why a message is not taken: the status to answer with, and a sentence (a literal) that says why.
struct Refusal {
  int status;
  std::string_view reason;
};

// Finds the empty line that ends a head, while the bytes come in piece by piece. Looks at each byte
// once or twice, however they are cut.
class HeadScanner {
 public:
  // `bytes` start where the message does and repeat what earlier calls saw. The size of the head
  // with its empty line, or 0 while that has not come. One empty line before the head is passed
  // over and counts as part of it. Refused: a line feed without its carriage return (400).
  std::expected<std::size_t, Refusal> find_end(std::string_view bytes);

 private:
  std::size_t line_begin_ = 0;
  std::size_t scanned_ = 0;  // Bytes before this hold no line feed behind line_begin_.
};

// Reads the field line that starts at the front of `head`, and takes it off. `head` ends in CR LF,
// and every line feed in it follows a carriage return: HeadScanner saw to that. Refused with 400:
// bad names, blanks before the colon, folded lines, control characters.
std::expected<Header, Refusal> take_field_line(std::string_view& head);

// The start line without its CR LF, taken off the front of `head`, with an empty line before it.
std::string_view take_start_line(std::string_view& head);

// The first control character (below 0x20, or 0x7f) in `text` that is not a tab; its size if none
// is.
std::size_t find_control(std::string_view text);

// Whether `text` may be a method or the name of a field.
bool is_token(std::string_view text);

bool equals_ignoring_case(std::string_view left, std::string_view right);

// `text` without the blanks (space and tab) at its ends.
std::string_view trim_blanks(std::string_view text);

// Whether `wanted` is a member of a comma-separated list, in any case.
bool list_has(std::string_view list, std::string_view wanted);

// A number that is digits and nothing else. Numbers too large for 64 bits are 2^64 - 1, which is
// above any limit.
std::optional<std::uint64_t> parse_decimal(std::string_view digits);

}  // namespace weir::http
