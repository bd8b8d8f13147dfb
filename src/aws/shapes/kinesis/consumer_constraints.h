// What the API reference demands of the names of consumers.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "aws/shape_constraints.h"
#include "aws/shapes/kinesis/constraints.h"
#include "aws/shapes/kinesis/patterns.h"

namespace weir::aws::kinesis {

inline constexpr Constraints consumer_name_rules = stream_name_rules;
inline constexpr Constraints consumer_arn_rules{
    .pattern = consumer_arn_pattern, .length_min = 1, .length_max = 2048};

}  // namespace weir::aws::kinesis
