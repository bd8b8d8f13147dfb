// The shards of a stream, all pages of ListShards.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "meter/run/service_caller.h"
#include "meter/run/shard_map.h"

namespace weir::meter {

using ShardsDone =
    std::move_only_function<void(std::expected<std::vector<KnownShard>, CallFailure>)>;

// `caller` must outlive the answer.
void list_shards(ServiceCaller& caller, ShardsDone done);

// The open ones.
ShardRanges open_ranges(const std::vector<KnownShard>& shards);

}  // namespace weir::meter
