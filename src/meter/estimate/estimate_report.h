// An estimate as people and as machines read it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "meter/estimate/seen_load.h"
#include "meter/estimate/shard_estimate.h"

namespace weir::meter {

// What the estimate is of: a sizing, or what a stream saw.
struct EstimateSubject {
  std::optional<Sizing> sizing{};
  std::string stream{};  // With `seen`.
  std::optional<SeenLoad> seen{};
  std::optional<std::uint32_t> open_shards{};  // Of the stream now; nothing if it is on demand.
};

std::string estimate_text(const ShardEstimate& estimate, const EstimateSubject& subject);

// One object, with a line break at its end.
std::string estimate_json(const ShardEstimate& estimate, const EstimateSubject& subject);

}  // namespace weir::meter
