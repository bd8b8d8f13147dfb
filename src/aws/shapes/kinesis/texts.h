// Owned texts of answers, sized for what a service gives: none needs memory of its own.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "aws/inline_text.h"

namespace weir::aws::kinesis {

using HashKeyText = InlineText<39>;         // Decimal, 0 to 2^128 - 1.
using SequenceNumberText = InlineText<63>;  // Decimal; 56 digits on every stream of today.
using ShardIdText = InlineText<31>;         // "shardId-000000000000": 20 characters.

}  // namespace weir::aws::kinesis
