// OpenPoints: what is known of metrics and in no window yet: the minutes under way, the hours that
// have not ended, and what came late. All in memory, bounded; the store (metric_store.h) writes it.
//
// Threads: any.
//
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "monitoring/metric_reader.h"
#include "monitoring/metric_writer.h"
#include "monitoring/minute_rows.h"
#include "monitoring/series_table.h"

namespace weir::monitoring {

struct OpenPointsLimits {
  SeriesLimits series{};
  // What waits for the end of its minute, and of its hour. Beyond that values are refused.
  std::size_t pending_points_max = 500'000;
  std::size_t row_bytes_max = 64u << 20;
  std::size_t fine_points_max = 200'000;  // Of high resolution.
};

// By time and unit.
using Found = std::map<std::pair<std::int64_t, std::string>, Statistics>;

// Adds a point that begins at `ms` to the period of the range that it lies in, if it does.
void add_to(Found& found, const MetricRange& range, std::int64_t ms, const std::string& unit,
            const Statistics& statistics);

class OpenPoints {
 public:
  // Periods of less than a minute can be read for so long.
  static constexpr std::int64_t fine_ms = std::int64_t{3} * 3'600'000;

  explicit OpenPoints(const OpenPointsLimits& limits) : limits_(limits), series_(limits.series) {}

  // All values, or none. Errors: limit_exceeded, throttled.
  Result<void> add(const std::vector<MetricValue>& values);
  // Those there is room for; the others are counted.
  void add_what_fits(const std::vector<MetricValue>& values);
  std::uint64_t dropped() const;

  struct Taken {
    std::vector<std::string> definitions;  // Of series that are new.
    HourRows rows;
  };
  // Minutes below `before` become rows of their hours.
  Taken take(std::int64_t before);
  void drop_fine(std::int64_t before_ms);

  // What the logs held when the process began.
  bool restore_series(std::string_view definitions);
  void restore_rows(std::int64_t hour, const SeriesRows& rows);
  void restore_done(const DoneRecord& done);

  // Hours up to `hour` that have rows and no window.
  std::vector<std::int64_t> hours_through(std::int64_t hour) const;
  SeriesRows rows_of(std::int64_t hour) const;
  HourRows late() const;
  std::uint64_t batches() const;
  std::int64_t done_hour() const;
  // All hours up to `hour` are in windows, and what was late is written.
  void set_done(std::int64_t hour, std::uint64_t batches);

  // What a read needs to know of the logs, and what it finds in memory.
  struct Look {
    std::vector<Series> series;
    std::int64_t done_hour = 0;
    std::uint64_t batches = 0;
    Found found;
  };
  Look look(const MetricRange& range) const;

  std::vector<Metric> list(const MetricFilter& filter, const std::optional<Metric>& after,
                           std::size_t limit) const;
  std::vector<std::string> all_definitions() const;
  void expire(std::int64_t hour);
  std::size_t series_count() const;
  std::size_t row_bytes() const;

 private:
  using Minute = std::map<SeriesId, Statistics>;

  Result<void> check_room(const std::vector<MetricValue>& values) const REQUIRES(mutex_);
  void add_value(const MetricValue& value, SeriesId id) REQUIRES(mutex_);
  void look_at_rows(const HourRows& hours, const MetricRange& range, Look& look) const
      REQUIRES(mutex_);

  const OpenPointsLimits limits_;
  mutable Mutex mutex_;
  SeriesTable series_ GUARDED_BY(mutex_);
  std::map<std::int64_t, Minute> minutes_ GUARDED_BY(mutex_);
  std::size_t pending_ GUARDED_BY(mutex_) = 0;  // Points in minutes_.
  HourRows open_ GUARDED_BY(mutex_);
  HourRows late_ GUARDED_BY(mutex_);
  std::size_t row_bytes_ GUARDED_BY(mutex_) = 0;
  std::map<SeriesId, std::map<std::int64_t, Statistics>> fine_ GUARDED_BY(mutex_);  // By second.
  std::size_t fine_points_ GUARDED_BY(mutex_) = 0;
  std::int64_t done_hour_ GUARDED_BY(mutex_) = std::numeric_limits<std::int64_t>::min();
  std::uint64_t batches_ GUARDED_BY(mutex_) = 0;
  std::uint64_t dropped_ GUARDED_BY(mutex_) = 0;
};

}  // namespace weir::monitoring
