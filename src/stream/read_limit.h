// ReadLimit: how much may be read from one shard by all its pollers together: 5 calls of GetRecords
// and 2 MiB a second, and 5 calls of GetShardIterator, as Amazon has it.
//
// How much a call reads is known only once it has been read: it is let in unless the bucket is in
// debt, and pays afterwards. An answer of 10 MiB closes the shard for 5 seconds.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.h"
#include "stream/token_bucket.h"

namespace weir::stream {

// Must outlive the requests that go by it. 0 lifts a limit.
struct ReadLimitSettings {
  std::uint64_t bytes_per_second = 2u << 20;
  std::uint64_t calls_per_second = 5;      // Of GetRecords.
  std::uint64_t iterators_per_second = 5;  // Calls of GetShardIterator.

  friend bool operator==(const ReadLimitSettings&, const ReadLimitSettings&) = default;
};

// Threads: any; no lock. `now` is from the one clock of the process.
class ReadLimit {
 public:
  // Whether GetRecords may read now; if so, the call counts.
  bool try_call(const ReadLimitSettings& settings, MonotonicTime now);
  // What a call that was let in has read.
  void charge(const ReadLimitSettings& settings, std::size_t bytes, MonotonicTime now);

  bool try_iterator(const ReadLimitSettings& settings, MonotonicTime now);

 private:
  TokenBucket bytes_;
  TokenBucket calls_;
  TokenBucket iterators_;
};

}  // namespace weir::stream
