// A shard of the catalog as the wire shows it.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "aws/shapes/kinesis/shard.h"
#include "stream/stream_description.h"

namespace weir::api::kinesis {

aws::kinesis::Shard shard_shape(const stream::ShardDescription& shard);

}  // namespace weir::api::kinesis
