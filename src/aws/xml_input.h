// Reads the answers of services that speak Amazon's query protocol: small XML documents without
// attributes, comments or mixed content that matter.
//
// Elements are found by name at any depth; an element must not hold another one of its own name.
// Malformed documents give nothing, never a failure of another kind.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir::aws {

// What stands between the tags of the first element `name`, markup included; nothing if there is
// none.
std::optional<std::string_view> xml_element(std::string_view xml, std::string_view name);

// The same of all elements `name`, in order.
std::vector<std::string_view> xml_elements(std::string_view xml, std::string_view name);

// The text of the first element `name`, its character references resolved.
std::optional<std::string> xml_text(std::string_view xml, std::string_view name);

}  // namespace weir::aws
