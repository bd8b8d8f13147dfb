// Whether a condition of a statement holds for a request.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "aws/policy/document.h"
#include "aws/policy/request.h"

namespace weir::aws::policy {

// By Amazon's rules for keys that the request does not have: a comparison then fails, one with
// "Not" in it holds, …IfExists holds, ForAllValues holds, ForAnyValue fails, and Null is about just
// that.
bool holds(const Condition& condition, const Request& request);

// "ForAnyValue:StringNotLikeIfExists" as a condition without key and values; nothing if there is no
// such operator. Names of operators are compared as they are written.
std::optional<Condition> parse_operator(std::string_view name);

}  // namespace weir::aws::policy
