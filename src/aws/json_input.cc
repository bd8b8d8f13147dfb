#include "aws/json_input.h"

#include <fmt/format.h>

#include <algorithm>

#include "codec/utf8.h"

namespace weir::aws {
namespace {

// Java counts UTF-16 units: one for a character, two for one of four bytes.
std::size_t utf16_length(std::string_view text) {
  return codec::utf8_length(text) +
         static_cast<std::size_t>(std::ranges::count_if(
             text, [](char character) { return static_cast<unsigned char>(character) >= 0xf0; }));
}

// The whole character that begins at `position`.
std::string_view character_at(std::string_view text, std::size_t position) {
  std::size_t end = position + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) ++end;
  return text.substr(position, end - position);
}

std::string blob_message(const codec::JsonBase64Error& error) {
  const std::string_view text = error.text;
  const auto because = [&](std::string_view reason) {
    return fmt::format("'{}' can not be converted to a Blob: {}", text, reason);
  };
  if (const std::size_t length = utf16_length(text); length % 4 != 0) {
    return because(fmt::format(
        "Base64 encoded length is expected a multiple of 4 bytes but found: {}", length));
  }
  switch (error.error.fault) {
    case codec::Base64Fault::tail:
      // The misspelling is production's.
      return because("Invalid last non-pad Base64 character dectected");
    case codec::Base64Fault::length:
    case codec::Base64Fault::character:
      break;
  }
  // A length that only bytes spoil comes from a character that is none of base64's.
  std::size_t position = error.error.position;
  if (error.error.fault == codec::Base64Fault::length) {
    const auto above_ascii = [](char character) { return (character & 0x80) != 0; };
    position = static_cast<std::size_t>(std::ranges::find_if(text, above_ascii) - text.begin());
  }
  return because(fmt::format("Invalid Base64 character: '{}'", character_at(text, position)));
}

}  // namespace

std::expected<Blob, std::string> JsonInput::read_blob() {
  const auto bytes = reader_.read_base64();
  if (bytes) return *bytes;
  return std::unexpected(blob_message(bytes.error()));
}

}  // namespace weir::aws
