// Lists in pages: how many entries one has, and where the next one goes on.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/service_error.h"

namespace weir::api::autoscaling {

// Amazon's. Of policies that is the most there can be in one answer, too.
inline constexpr std::size_t page_max = 50;
inline constexpr std::size_t policies_page_max = 10;

// Errors: ValidationException.
aws::Outcome<std::size_t> page_size(const std::optional<std::int32_t>& asked, std::size_t most);

// What names the last entry of a page.
using PagePlace = std::vector<std::string>;

std::string token_of(const PagePlace& place);
// The place of a token, which has so many `parts`; empty: there is no token. Errors:
// InvalidNextTokenException.
aws::Outcome<PagePlace> place_of(const std::optional<std::string_view>& token, std::size_t parts);

}  // namespace weir::api::autoscaling
