// Collectors: where the loops count what happens to streams, without locks or shared memory; once a
// minute, or when somebody reads, each loop hands over what it has.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "base/done.h"
#include "base/time.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "monitoring/stream_counters.h"

namespace weir::monitoring {

// Of one loop. Threads: the loop's.
class LoopCollector {
 public:
  explicit LoopCollector(const env::Clock& clock) : clock_(clock) {}

  // The counters of stream `number` for what happens at `now`; identity() names the stream if it is
  // new here. Valid until the handler returns.
  template <class Identity>
  StreamCounters& stream(std::uint32_t number, MonotonicTime now, const Identity& identity) {
    if (now >= minute_end_) turn_minute();
    if (number == last_number_ && last_ != nullptr) return *last_;
    auto& counters = streams_[number];
    if (counters == nullptr) counters = std::make_unique<StreamCounters>(identity());
    last_number_ = number;
    last_ = counters.get();
    return *last_;
  }

  // What was counted since the last call.
  std::vector<MetricValue> take();

 private:
  void turn_minute();
  void empty();

  const env::Clock& clock_;
  WallTime minute_;           // Of what is being counted.
  MonotonicTime minute_end_;  // When it is over.
  std::unordered_map<std::uint32_t, std::unique_ptr<StreamCounters>> streams_;
  std::uint32_t last_number_ = 0;
  StreamCounters* last_ = nullptr;
  std::vector<MetricValue> values_;
};

class Collectors {
 public:
  // Gets what a loop has counted. Threads: that loop's.
  using Sink = std::function<void(std::vector<MetricValue> values)>;

  // One for each of `loops`, which must outlive it, as the clock.
  Collectors(std::vector<env::EventLoop*> loops, const env::Clock& clock, Sink sink);

  LoopCollector& on(const env::EventLoop& loop) { return *collectors_[loop.index()]; }

  // Has every loop hand over what it has, then answers on `home`. Threads: any loop's.
  void gather(env::EventLoop& home, Done<void> done);

 private:
  struct Gathering;

  std::vector<env::EventLoop*> loops_;
  const Sink sink_;
  std::vector<std::unique_ptr<LoopCollector>> collectors_;
};

}  // namespace weir::monitoring
