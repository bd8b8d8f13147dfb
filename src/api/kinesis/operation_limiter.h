// OperationLimiter: counts the calls of control-plane operations of each account in each region, or
// of each stream where Amazon counts so.
//
// Keeps a bucket only for what was called within the last second or so: buckets that are full again
// are forgotten when there are many.
//
// Threads: any; one mutex, which operations on records never take.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/kinesis/operation_rates.h"
#include "base/mutex.h"
#include "stream/service_time.h"
#include "stream/stream_key.h"
#include "stream/token_bucket.h"

namespace weir::api::kinesis {

struct OperationRateSettings {
  OperationRates server;
  std::map<std::string, OperationRates, std::less<>> accounts;  // By account id.
};

class OperationLimiter {
 public:
  // `time` must outlive it.
  OperationLimiter(const stream::ServiceTime& time, OperationRateSettings settings)
      : time_(time), settings_(std::move(settings)) {}

  // Whether the operation may be carried out now; if so, the call counts. `stream` has an empty
  // name if the call names none.
  bool try_call(const PublishedRate& operation, const stream::StreamKeyView& stream);

  std::size_t bucket_count() const;  // For tests.

 private:
  void forget_full_ones(MonotonicTime now) REQUIRES(mutex_);

  const stream::ServiceTime& time_;
  const OperationRateSettings settings_;
  mutable Mutex mutex_;
  std::unordered_map<std::string, stream::TokenBucket> buckets_ GUARDED_BY(mutex_);
  std::size_t sweep_at_ GUARDED_BY(mutex_) = 1'024;
};

}  // namespace weir::api::kinesis
