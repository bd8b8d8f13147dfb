// Base64 with padding (RFC 4648, section 4), as Amazon's JSON carries binary data.
//
// Decoding is strict: the length is a multiple of four, nothing outside the alphabet, and the bits
// that padding makes superfluous are zero, so that each sequence of bytes has exactly one text.
// AVX-512, AVX2 or portable code is chosen at run time (base64_kernels.h); all give the same
// answers.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace weir::codec {

// What is wrong with a text, in the order in which Amazon's service looks for it.
enum class Base64Fault : std::uint8_t {
  length,     // Not a multiple of four characters.
  character,  // `position` is that of the first character outside the alphabet, '=' included.
  tail,       // The last character before the padding has bits set that no byte takes.
};

struct Base64Error {
  Base64Fault fault;
  std::size_t position;  // Of the offending character; for `length` the length of the text.

  friend bool operator==(const Base64Error&, const Base64Error&) = default;
};

// Characters that `bytes` bytes take.
constexpr std::size_t base64_encoded_size(std::size_t bytes) { return (bytes + 2) / 3 * 4; }

// An upper bound, at most two too large, of the bytes that `characters` characters decode to.
constexpr std::size_t base64_decoded_size_max(std::size_t characters) { return characters / 4 * 3; }

// Writes exactly base64_encoded_size(from.size()) characters at `to`, which must not overlap
// `from`.
void base64_encode(ByteView from, char* to);

std::string base64_text(ByteView from);

// Writes the decoded bytes at `to` and answers how many there are. Nothing is written beyond
// base64_decoded_size_max. `to` either does not overlap `from` or is its first byte: decoding in
// place. After an error `from` is what it was, in place too, so that it can be quoted.
std::expected<std::size_t, Base64Error> base64_decode(std::string_view from, std::byte* to);

}  // namespace weir::codec
