// `weir tail --push`: has the records of a stream pushed instead of asking for them.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kinesis_client.h"
#include "tail_options.h"
#include "world.h"

namespace weir::app {

// Registers a consumer of the stream, subscribes to every shard and to those that follow from them,
// prints what comes, and takes the consumer away at the end, which may be Ctrl-C. The exit status.
int push_tail(const TailOptions& options, const TailStart& start, KinesisClient& client,
              World& world);

}  // namespace weir::app
