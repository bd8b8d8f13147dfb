// Recorder: where a worker's samples are counted, second by second. A second that is over goes to
// whoever merges those of all workers.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "meter/results/sample.h"
#include "meter/run/interval.h"

namespace weir::meter {

// Threads: the worker's.
class Recorder {
 public:
  // Takes an interval; gives the memory of another, or null.
  using Ship = std::move_only_function<std::unique_ptr<Interval>(std::unique_ptr<Interval>)>;

  // `sink` may be null. `labels`, `sink` and what `ship` needs must outlive it.
  Recorder(const std::vector<std::string>& labels, SampleSink* sink, Ship ship);

  // Seconds count from here.
  void begin(MonotonicTime start) { start_ = start; }

  bool wants_details() const { return sink_ != nullptr && sink_->wants_details(); }

  // Counts a sample that has ended, in the second of its end.
  void take(const Sample& sample);
  // Ships all seconds that are over. Call it at least once a second.
  void advance(MonotonicTime now);
  // Ships what there is: nothing comes any more.
  void finish(MonotonicTime now);

  // Beside samples, in the present second.
  void add_error(std::uint32_t label, std::string_view code, std::uint64_t count = 1);
  void add_throttles(std::uint32_t label, std::uint64_t count);
  void add_connect(std::uint32_t label, nanoseconds connect);
  void add_end_to_end(std::uint32_t label, nanoseconds latency);
  void add_shard(std::string_view stream, std::string_view shard_id, std::uint64_t bytes);
  void add_lateness(nanoseconds lateness, bool is_ours);
  void add_waited() { ++interval_->waited; }
  void add_unsent(std::uint64_t count) { interval_->punctuality.unsent += count; }

  // How many threads or calls under way a label has, asked when a second ends.
  std::function<std::uint32_t(std::uint32_t label)> threads_of;

 private:
  LabelResult& label(std::uint32_t label);
  void ship_one();
  std::uint32_t second_of(MonotonicTime time) const;

  const std::vector<std::string>& labels_;
  SampleSink* const sink_;
  Ship ship_;
  MonotonicTime start_;
  std::unique_ptr<Interval> interval_;
  // The place of the shard that was counted last: in runs it is the same again and again.
  std::string last_stream_;
  std::string last_shard_;
  ShardCounts* last_counts_ = nullptr;
};

}  // namespace weir::meter
