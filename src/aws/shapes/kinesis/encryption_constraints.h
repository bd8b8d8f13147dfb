// What the API reference demands of the members that concern encryption.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "aws/shape_constraints.h"

namespace weir::aws::kinesis {

inline constexpr std::array<std::string_view, 2> encryption_types{"NONE", "KMS"};
inline constexpr Constraints encryption_type_rules{.values = encryption_types};
inline constexpr Constraints key_id_rules{.length_min = 1, .length_max = 2048};

}  // namespace weir::aws::kinesis
