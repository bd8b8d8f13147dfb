// The style and the script of the HTML report: page.css and page.js, compiled in.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace weir::meter {

extern const std::string_view page_css;
extern const std::string_view page_js;

}  // namespace weir::meter
