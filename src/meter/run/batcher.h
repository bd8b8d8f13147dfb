// Batcher: collects records of one sampler into calls: by number and bytes, aggregated as the
// Kinesis Producer Library does if the plan says so, and makes them what goes over the wire.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "meter/data/record_maker.h"
#include "meter/run/prepared_plan.h"
#include "meter/run/shared_state.h"
#include "meter/wire/kpl_aggregate.h"
#include "meter/wire/trace_mark.h"

namespace weir::meter {

// A Kinesis record on its way.
struct Outgoing {
  Record record;
  MonotonicTime planned;
  std::uint32_t user_records = 1;            // More than one in an aggregate.
  std::uint64_t payload_bytes = 0;           // Data and keys of the user's records.
  std::vector<std::uint32_t> trace_numbers;  // Of traced ones, and whose they are.
  std::uint32_t trace_writer = 0;
};

// Numbers the traced records of one who sends one call after another. Threads: one.
class TraceWriter {
 public:
  explicit TraceWriter(std::uint32_t number) : number_(number) {}

  std::uint32_t number() const { return number_; }
  TraceMark next(std::uint32_t run, std::int64_t sent_at_ns, const std::string& partition_key,
                 bool is_ordered);

 private:
  struct Key {
    std::uint32_t number;
    std::uint32_t next = 0;
  };
  const std::uint32_t number_;
  std::uint32_t next_ = 0;
  std::unordered_map<std::string, Key> keys_;
};

// Threads: one.
class Batcher {
 public:
  // All must outlive it. `is_ordered`: whoever takes the batches sends one after another.
  Batcher(const PreparedSampler& sampler, SharedState& shared, bool is_ordered);

  // Adds a record, which is moved from and gets old memory.
  void add(Record& record, MonotonicTime planned);

  // A batch as large as it may be is there.
  bool is_full() const { return ready_.size() >= records_max_ || ready_bytes_ >= bytes_max_; }
  bool is_empty() const { return ready_.empty() && aggregated_ == 0; }
  // Ends aggregates that have begun.
  void flush();
  // When the oldest record in it was planned. Not if it is empty.
  MonotonicTime oldest() const { return oldest_; }

  // Takes the next batch out, ready to be sent by `writer`. `batch` gives its memory back.
  void take(std::vector<Outgoing>& batch, TraceWriter& writer);

 private:
  void add_ready(Outgoing outgoing);
  void aggregate(Record& record, MonotonicTime planned);
  void finish_aggregate(std::size_t shard);
  void finish_data(Outgoing& outgoing, TraceWriter& writer);
  void mark(Record& record, Outgoing& into, TraceWriter& writer, MonotonicTime planned,
            bool is_ordered);
  void choose_shard(Record& record);
  Outgoing fresh();

  struct Aggregating {
    KplAggregate aggregate;
    Outgoing outgoing;
  };

  const PreparedSampler& sampler_;
  SharedState& shared_;
  const bool is_ordered_;
  std::size_t records_max_ = 1;
  std::uint64_t bytes_max_ = UINT64_MAX;
  std::deque<Outgoing> ready_;
  std::uint64_t ready_bytes_ = 0;
  MonotonicTime oldest_;
  std::vector<Outgoing> spare_;
  std::size_t next_shard_ = 0;

  TraceWriter aggregate_writer_;
  std::map<std::size_t, Aggregating> aggregates_;  // By shard.
  std::size_t aggregated_ = 0;                     // Records in them.
};

}  // namespace weir::meter
