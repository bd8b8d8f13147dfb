// Partition keys as one text: "random", "uuid", "zipf:1000:1.1", "hot:20%", "each-shard",
// "field:customer.id", "template:TEXT"; any other text is a template.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <string>

#include "meter/plan/plan.h"

namespace weir::meter {

inline constexpr std::uint64_t zipf_keys_max = 100'000'000;
inline constexpr double zipf_exponent_max = 10;

// The error is a sentence without the place.
std::expected<PartitionKey, std::string> parse_partition_key(TemplateText text);

}  // namespace weir::meter
