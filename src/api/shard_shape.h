// A shard of the catalog as the wire shows it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "aws/shapes/kinesis/child_shard.h"
#include "aws/shapes/kinesis/shard.h"
#include "stream/shard_id.h"
#include "stream/stream_description.h"

namespace weir::api {

aws::kinesis::Shard shard_shape(const stream::ShardDescription& shard);

// Where reading goes on behind the end of `parent`; empty while that is open.
std::vector<aws::kinesis::ChildShard> child_shards(const stream::StreamDescription& stream,
                                                   stream::ShardIndex parent);

}  // namespace weir::api
