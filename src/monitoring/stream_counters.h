// StreamCounters: what one event loop has counted of one stream in the present minute, by the event
// that it happened at; and the metrics that this makes (docs/metrics.md).
//
// Threads: the loop's.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "monitoring/distribution.h"
#include "monitoring/metric_writer.h"

namespace weir::monitoring {

// Calls of an operation on a stream that exists: whether they succeeded, and how long they took.
struct CallCounters {
  std::uint64_t succeeded = 0;
  std::uint64_t failed = 0;
  Distribution latency_ms;

  void record(bool success, nanoseconds latency) {
    ++(success ? succeeded : failed);
    const std::int64_t latency_us = latency.count() / 1000;
    latency_ms.record(static_cast<double>(latency_us) / 1000);
  }
};

// The shard-level metrics, in the order of their bits in a stream's description.
enum class ShardMetric : std::uint8_t {
  incoming_bytes,
  incoming_records,
  outgoing_bytes,
  outgoing_records,
  write_throttled,
  read_throttled,
  iterator_age_ms,
};
constexpr std::size_t shard_metric_count = 7;

struct ShardCounters {
  std::array<Tally, shard_metric_count> tallies;

  void record(ShardMetric metric, double value) {
    tallies[static_cast<std::size_t>(metric)].record(value);
  }
};

struct ConsumerCounters {
  std::uint64_t subscribed = 0;
  std::uint64_t refused = 0;        // SubscribeToShard failed.
  std::uint64_t rate_exceeded = 0;  // Of these, because there was one a moment ago.
  Distribution event_bytes;
  Distribution event_records;
  Distribution event_behind_ms;
  std::uint64_t events = 0;
};

// Whose stream it is: of the account that owns it, whoever calls.
struct StreamIdentity {
  std::string account_id;
  std::string region;
  std::string name;
};

class StreamCounters {
 public:
  explicit StreamCounters(StreamIdentity identity) : identity_(std::move(identity)) {}

  // Which shard-level metrics are on, a bit each; those of one that is off are not counted.
  void set_shard_metrics(std::uint8_t metrics) { shard_metrics_ = metrics; }
  // Null while none is on.
  ShardCounters* shard(std::int32_t index) {
    return shard_metrics_ == 0 ? nullptr : &shards_[index];
  }
  ConsumerCounters& consumer(std::string_view name);

  CallCounters put_record;
  Distribution put_record_bytes;  // Of calls that succeeded; so are those of PutRecords.
  std::uint64_t put_record_throttled = 0;

  CallCounters put_records;
  Distribution put_records_bytes;
  Distribution put_records_total;
  Distribution put_records_successful;
  Distribution put_records_written;  // The same of the calls that wrote any.
  Distribution put_records_failed;
  Distribution put_records_throttled;

  CallCounters get_records;
  Distribution get_records_bytes;
  Distribution get_records_records;
  Distribution get_records_age_ms;
  std::uint64_t get_records_throttled = 0;

  bool is_empty() const;
  // What was counted, as values of the minute that begins at `minute`; begins anew.
  void take(WallTime minute, std::vector<MetricValue>& values);

 private:
  const StreamIdentity identity_;
  std::uint8_t shard_metrics_ = 0;
  std::map<std::int32_t, ShardCounters> shards_;
  std::map<std::string, ConsumerCounters, std::less<>> consumers_;
};

}  // namespace weir::monitoring
