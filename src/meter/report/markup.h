// Texts within XML and HTML.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace weir::meter {

// For contents and for attributes in double or single quotes. What XML 1.0 cannot hold (control
// characters, bytes that are no UTF-8) becomes U+FFFD.
std::string markup_escaped(std::string_view text);

// The same bytes with what is no UTF-8 replaced by U+FFFD, for JSON and terminals.
std::string valid_utf8(std::string_view text);

}  // namespace weir::meter
