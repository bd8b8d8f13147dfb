// Tokens of pages: the texts that say where the next page begins, in base64. Whoever makes one up
// sees no more than what it may see anyway.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::api {

std::string page_token(std::string_view text);
// Of several texts.
std::string page_token(const std::vector<std::string>& texts);

// Nothing if it is none.
std::optional<std::string> read_page_token(std::string_view token);
std::optional<std::vector<std::string>> read_page_token_texts(std::string_view token);

}  // namespace weir::api
