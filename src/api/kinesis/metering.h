// Counts what the operations on records do, for the metrics of streams and shards: a few additions
// on the caller's loop.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "api/kinesis/services.h"
#include "aws/service_error.h"
#include "aws/shapes/kinesis/stream_ref.h"
#include "base/time.h"
#include "monitoring/collectors.h"
#include "stream/stream.h"

namespace weir::api::kinesis {

// The counters of a stream for what happens at `now`. Valid until the handler returns.
monitoring::StreamCounters& counters_of(const Context& context, const stream::Stream& stream,
                                        MonotonicTime now);

inline MonotonicTime start_of_call(const Context& context) {
  return context.services.time.monotonic_now();
}

// A PutRecord that wrote `bytes`.
void count_put_record(const Context& context, const stream::Stream& stream,
                      const stream::Shard& shard, std::size_t bytes, MonotonicTime started);

// A put that failed as a whole. Of a stream that does not exist, and of a dry run, nothing counts.
enum class PutKind : std::uint8_t { record, records };
void count_failed_put(const Context& context, PutKind kind, const aws::kinesis::StreamRef& stream,
                      const aws::ServiceError& error, MonotonicTime started);

// A shard took no record, or refused to be read, because of its rate.
void count_throttled(const Context& context, const stream::Stream& stream,
                     const stream::Shard& shard, monitoring::ShardMetric metric);

// What a PutRecords wrote into one shard, and how many of its records that refused.
struct ShardPuts {
  const stream::Shard* shard = nullptr;
  std::size_t bytes = 0;
  std::size_t records = 0;
  std::size_t throttled = 0;
};
struct PutsCount {
  std::size_t total = 0;
  std::size_t successful = 0;
  std::size_t throttled = 0;
  std::size_t bytes = 0;  // Of the successful ones.
  std::vector<ShardPuts> shards{};
};
void count_put_records(const Context& context, const stream::Stream& stream, const PutsCount& puts,
                       MonotonicTime started);

// A GetRecords that answered; and one that did not.
void count_get_records(const Context& context, const stream::Stream& stream,
                       const stream::Shard& shard, std::size_t records, std::size_t bytes,
                       milliseconds age, MonotonicTime started);
void count_failed_get(const Context& context, const stream::Stream& stream,
                      const stream::Shard& shard, bool is_throttled, MonotonicTime started);

}  // namespace weir::api::kinesis
