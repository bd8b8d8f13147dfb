// A member of a JSON document by its path: "customer.id", "items.0.name".
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace weir::meter {

// Appends a text, a number as written, "true" or "false". False if there is no such member, it is
// something else, or the document is not JSON up to there. `scratch` is where it is taken apart.
bool append_json_field(std::string_view document, std::string_view path, std::string& scratch,
                       std::string& out);

}  // namespace weir::meter
