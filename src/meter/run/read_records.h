// What readers do with the records they get: count, and check those that are traced.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "aws/shapes/kinesis/record.h"
#include "base/time.h"
#include "meter/results/sample.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/worker_context.h"

namespace weir::meter {

// Counts records of one shard, in its order, which came at `ended`, into `sample` and, where
// nobody writes in this run, into the shard.
void take_records(WorkerContext& context, const PreparedSampler& sampler, std::string_view shard_id,
                  std::span<const aws::kinesis::Record> records, MonotonicTime ended,
                  Sample& sample);

}  // namespace weir::meter
