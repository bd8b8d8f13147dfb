// WriteLimit: how much may be written into one shard: 1 MiB of data and partition keys and 1,000
// records a second, as Amazon has it.
//
// Two token buckets that hold one second's worth, so that a 1 MiB record takes the whole second. A
// record larger than that (a stream may allow 10 MiB) passes when the bucket is full and is paid
// off afterwards.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace weir::stream {

// The same for all shards of a server; must outlive them.
struct WriteLimitSettings {
  bool enabled = true;                        // --no-limits: everything passes.
  std::uint64_t bytes_per_second = 1u << 20;  // At least 1.
  std::uint64_t records_per_second = 1'000;   // At least 1.
};

// Threads: any; no lock. Two threads that ask at the same moment may both be refused where one
// would just have fitted; never are both let through.
class WriteLimit {
 public:
  // Whether `records` records of together `bytes` bytes may be written now; if so, they count. All
  // or nothing. `now` is from the one clock of the process.
  bool try_take(const WriteLimitSettings& settings, std::size_t records, std::size_t bytes,
                MonotonicTime now);

 private:
  // When the bucket will be full again, in nanoseconds: in the past when it is full.
  std::atomic<std::int64_t> bytes_full_at_{INT64_MIN};
  std::atomic<std::int64_t> records_full_at_{INT64_MIN};
};

}  // namespace weir::stream
