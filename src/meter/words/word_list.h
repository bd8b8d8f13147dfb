// WordList: words of one kind, to draw from.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace weir::meter::words {

using WordList = std::span<const std::string_view>;

}  // namespace weir::meter::words
