// What SplitShard, MergeShards and UpdateShardCount check alike before the catalog decides.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "api/kinesis/services.h"
#include "api/kinesis/stream_designation.h"
#include "aws/service_error.h"
#include "base/result.h"
#include "stream/shard_id.h"

namespace weir::api::kinesis {

// The shard that the text means, whether it exists or not. Errors: not_found, with Amazon's text.
Result<stream::ShardIndex> shard_of(const stream::StreamKeyView& key, std::string_view shard_id);

// Whether the stream's shards are its owner's to change: the service changes those of an on-demand
// stream itself. Errors: ResourceNotFoundException, ValidationException.
aws::Outcome<void> check_provisioned(const Context& context, const stream::StreamKeyView& key);

}  // namespace weir::api::kinesis
