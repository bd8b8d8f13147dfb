// TokenBucket: so much a second, and never more than one second's worth at once, as Amazon meters.
//
// Eight bytes: when it will be full again. Threads: any; no lock. Two threads that ask at the same
// moment may both be refused where one would just have fitted; never are both let through.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

#include "base/time.h"

namespace weir::stream {

class TokenBucket {
 public:
  // Takes `amount` if the bucket holds that much, or is full: what is more than a second's worth
  // passes when it is full and is paid off afterwards. `rate` is at least 1; `now` is from the one
  // clock of the process.
  bool try_take(std::uint64_t amount, std::uint64_t rate, MonotonicTime now);

  // Gives back what try_take took.
  void give_back(std::uint64_t amount, std::uint64_t rate);

  // For what is known only afterwards: whether anything may be taken at all, and then what was.
  // More than a second's worth empties the bucket first: after 10 MiB at 2 MiB a second nothing
  // passes for 5 seconds.
  bool is_in_debt(MonotonicTime now) const;
  void charge(std::uint64_t amount, std::uint64_t rate, MonotonicTime now);

  // Whether it is as good as a new one.
  bool is_full(MonotonicTime now) const;

 private:
  // In nanoseconds: in the past when it is full.
  std::atomic<std::int64_t> full_at_{INT64_MIN};
};

}  // namespace weir::stream
