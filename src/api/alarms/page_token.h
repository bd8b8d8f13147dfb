// Tokens of pages: the texts that say where the next page begins, in base64. Whoever makes one up
// sees no more than what it may see anyway.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "codec/base64.h"

namespace weir::api::alarms {

inline std::string page_token(std::string_view text) { return codec::base64_text(bytes_of(text)); }

// Nothing if it is none.
inline std::optional<std::string> read_page_token(std::string_view token) {
  std::string text(codec::base64_decoded_size_max(token.size()) + 1, '\0');
  const auto size = codec::base64_decode(token, reinterpret_cast<std::byte*>(text.data()));
  if (!size || *size == 0) return std::nullopt;
  text.resize(*size);
  return text;
}

}  // namespace weir::api::alarms
