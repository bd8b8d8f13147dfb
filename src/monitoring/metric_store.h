// MetricStore: keeps the statistics of all metrics, durably: one-minute periods for 15 days,
// five-minute ones for 63, one-hour ones for 455, as CloudWatch does.
//
//     add() → this minute, in memory → log of minutes, once it has ended → window of the hour, once
//     that has ended
//
// What came for an hour whose window is written already (PutMetricData takes values of two weeks)
// goes into a log of its own, which every read of that time looks through.
//
// A kill loses what no minute's end has written; nothing is counted twice.
//
// Threads: any, unless said otherwise. Callbacks run on the loop that called.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/done.h"
#include "env/clock.h"
#include "env/event_loop.h"
#include "env/logger.h"
#include "env/worker.h"
#include "log/shard_log.h"
#include "monitoring/metric_reader.h"
#include "monitoring/metric_writer.h"
#include "monitoring/open_points.h"
#include "monitoring/window_log.h"

namespace weir::monitoring {

// The logs of one store.
struct MetricLogs {
  std::shared_ptr<log::ShardLog> series;
  std::shared_ptr<log::ShardLog> minutes;
  std::shared_ptr<log::ShardLog> late;
  WindowLog one_minute;
  WindowLog five_minutes;
  WindowLog one_hour;
};

class MetricStore {
 public:
  // What a store is made of; must outlive it. `worker` encodes windows.
  struct Parts {
    env::EventLoop& home;
    log::LogStore& logs;
    env::Worker& worker;
    const env::Clock& clock;
    env::Logger& logger;
  };
  // Brings what is counted elsewhere into the store: at the end of a minute, and before each read
  // of what may not all be here yet.
  using Gather = std::function<void(env::EventLoop& home, Done<void> done)>;

  explicit MetricStore(const Parts& parts, const OpenPointsLimits& limits = {});
  MetricStore(const MetricStore&) = delete;
  MetricStore& operator=(const MetricStore&) = delete;

  // Reads what the logs hold, and from then on writes the minutes that end. Threads: home's.
  void start(Gather gather = nullptr);
  // Writes what there is, also of the current minute; afterwards the store does nothing more, and
  // may be destroyed. Threads: home's.
  void stop(Done<void> done);

  // As MetricWriter's and MetricReader's, on the loop `home`. Until the logs have been read, values
  // are refused as throttled and reads wait.
  Result<void> add(const std::vector<MetricValue>& values);
  void read(env::EventLoop& home, const MetricRange& range, Done<std::vector<Datapoint>> done);
  std::vector<Metric> list(const MetricFilter& filter, const std::optional<Metric>& after,
                           std::size_t limit) const {
    return open_.list(filter, after, limit);
  }

  // The service's own values: what there is no room for is dropped, and counted.
  void add_what_fits(const std::vector<MetricValue>& values) { open_.add_what_fits(values); }

  const OpenPoints& open_points() const { return open_; }
  // All minutes before it are on disk, as far as they were counted in time; the epoch until the
  // logs have been read.
  WallTime written_before() const;

 private:
  using Step = std::move_only_function<void(Done<void>)>;

  bool has_all_before(WallTime end) const;
  void read_when_loaded(env::EventLoop& home, const MetricRange& range,
                        Done<std::vector<Datapoint>> done);
  void load(Done<void> done);
  void load_minutes(Done<void> done);
  void take_minutes(const std::vector<std::pair<log::Offset, std::string>>& records);

  void tick_later();
  void tick();
  void finish_tick(const Result<void>& outcome);
  void write_minutes(std::int64_t before, Done<void> done);
  void flush(std::int64_t hour, Done<void> done);
  void flush_hour(std::int64_t hour, Done<void> done);
  void flush_late(Done<void> done);
  void mark_done(std::int64_t hour, Done<void> done);
  void keep_house(Done<void> done);
  // One after the other; the first error ends it.
  void run(std::deque<Step> steps, Done<void> done);

  const Parts parts_;
  Gather gather_;
  OpenPoints open_;
  MetricLogs logs_;
  std::atomic<bool> is_loaded_ = false;
  // When what was counted elsewhere was last asked for, and has come. In ms.
  std::atomic<std::int64_t> gathered_ms_ = 0;
  std::atomic<std::int64_t> written_before_ = 0;  // A minute.

  // Threads: home's only, from here on.
  std::unique_ptr<env::Timer> timer_;
  bool is_busy_ = false;
  bool has_warned_ = false;
  Done<void> stopping_;
  std::vector<Task> waiting_;             // For the logs to have been read.
  std::vector<std::string> definitions_;  // Not written yet.
  // The hours of the rows in the log of minutes that no window holds.
  std::map<log::Offset, std::int64_t> minutes_;
  log::Offset minutes_next_;
  std::optional<std::int64_t> day_kept_;  // When the logs were last trimmed.
};

// The store as one loop sees it. Both must outlive it.
class LoopMetrics final : public MetricReader, public MetricWriter {
 public:
  LoopMetrics(MetricStore& store, env::EventLoop& home) : store_(store), home_(home) {}

  void read(const MetricRange& range, Done<std::vector<Datapoint>> done) override {
    store_.read(home_, range, std::move(done));
  }
  std::vector<Metric> list(const MetricFilter& filter, const std::optional<Metric>& after,
                           std::size_t limit) const override {
    return store_.list(filter, after, limit);
  }
  void write(std::vector<MetricValue> values, Done<void> done) override {
    home_.post([done = std::move(done), added = store_.add(values)]() mutable { done(added); });
  }

 private:
  MetricStore& store_;
  env::EventLoop& home_;
};

}  // namespace weir::monitoring
