// Where in a plan's file a place inside a template stands.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "meter/plan/plan.h"

namespace weir::meter {

// The line and column of byte `offset` of the template's text, quotes, escapes and entities of the
// file counted; columns count characters. Where the template is a flag's, its name alone.
Position position_in(const TemplateText& field, std::size_t offset);

}  // namespace weir::meter
