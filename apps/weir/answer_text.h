// Answers of IAM as a person reads them: the values of the XML, one on a line, indented as they are
// nested.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace weir::app {

// "RoleName  reader\n…". What is around the result (its name, the request's id) is left out;
// documents are decoded.
std::string answer_text(std::string_view xml);

}  // namespace weir::app
