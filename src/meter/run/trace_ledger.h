// TraceLedger: which traced records were acknowledged and which were read, and in what order.
//
// Two bits a record, for as long as the run lasts. A writer is one who sends one call after
// another; what two writers send at the same time has no order to be checked.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/mutex.h"
#include "meter/results/run_result.h"
#include "meter/wire/trace_mark.h"

namespace weir::meter {

// Threads: any.
class TraceLedger {
 public:
  // Records of a writer were acknowledged, by their numbers.
  void acknowledge(std::uint32_t writer, std::span<const std::uint32_t> numbers);

  // A record was read, in the order in which its shard gave it. The first reader of a record
  // counts; `reader` tells those apart who read the same stream on their own, who each read every
  // record. Nothing else is checked than what the first of them reads.
  void read(std::uint32_t reader, const TraceMark& mark);

  // How many acknowledged records nobody has read.
  std::uint64_t missing() const;

  TraceResult result() const;

 private:
  struct Writer {
    std::vector<bool> acknowledged;
    std::vector<bool> read;
    std::unordered_map<std::uint32_t, std::uint32_t> last_of_key;
  };
  Writer& writer(std::uint32_t number) REQUIRES(mutex_);

  mutable Mutex mutex_;
  std::vector<Writer> writers_ GUARDED_BY(mutex_);
  bool has_reader_ GUARDED_BY(mutex_) = false;
  std::uint32_t reader_ GUARDED_BY(mutex_) = 0;
  std::uint64_t missing_ GUARDED_BY(mutex_) = 0;
  TraceResult result_ GUARDED_BY(mutex_);
};

}  // namespace weir::meter
