// WriteLimit: how much may be written into one shard: 1 MiB of data and partition keys and 1,000
// records a second, as Amazon has it; and how much was let through, for on-demand scaling.
//
// A record of 1 MiB takes the whole second. A larger one (a stream may allow 10 MiB) passes when
// the bucket is full and is paid off afterwards.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/time.h"
#include "stream/token_bucket.h"

namespace weir::stream {

// Must outlive the requests that go by it.
struct WriteLimitSettings {
  bool enabled = true;                        // --no-limits: everything passes.
  std::uint64_t bytes_per_second = 1u << 20;  // At least 1.
  std::uint64_t records_per_second = 1'000;   // At least 1.

  friend bool operator==(const WriteLimitSettings&, const WriteLimitSettings&) = default;
};

// Threads: any; no lock.
class WriteLimit {
 public:
  // Whether `records` records of together `bytes` bytes may be written now; if so, they count. All
  // or nothing. `now` is from the one clock of the process.
  bool try_take(const WriteLimitSettings& settings, std::size_t records, std::size_t bytes,
                MonotonicTime now);

  // What was let through since the shard is known to this process.
  std::uint64_t bytes_taken() const { return bytes_taken_.load(std::memory_order_relaxed); }
  std::uint64_t records_taken() const { return records_taken_.load(std::memory_order_relaxed); }

 private:
  TokenBucket bytes_;
  TokenBucket records_;
  std::atomic<std::uint64_t> bytes_taken_{0};
  std::atomic<std::uint64_t> records_taken_{0};
};

}  // namespace weir::stream
