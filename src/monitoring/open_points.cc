#include "monitoring/open_points.h"

#include "monitoring/store_logs.h"

namespace weir::monitoring {
namespace {

// A map's node for each point and what its row takes later, about.
constexpr std::size_t row_bytes_estimate = 32;

std::size_t bytes_of(const SeriesRows& rows) {
  std::size_t bytes = 0;
  for (const auto& entry : rows) bytes += entry.second.size();
  return bytes;
}

}  // namespace

void add_to(Found& found, const MetricRange& range, std::int64_t ms, const std::string& unit,
            const Statistics& statistics) {
  if (ms < range.start.ms || ms >= range.end.ms) return;
  if (!range.unit.empty() && unit != range.unit) return;
  const std::int64_t period = milliseconds(range.period).count();
  const std::int64_t start = range.start.ms + (ms - range.start.ms) / period * period;
  found[{start, unit}].merge(statistics);
}

Result<void> OpenPoints::check_room(const std::vector<MetricValue>& values) const {
  std::map<std::string, std::size_t, std::less<>> new_series;
  std::size_t fine = 0;
  for (const MetricValue& value : values) {
    fine += value.is_high_resolution ? 1 : 0;
    if (series_.has(value.metric, value.unit)) continue;
    const std::string& account = value.metric.account_id;
    if (!series_.has_room_for(account, ++new_series[account])) {
      return fail(ErrorCode::limit_exceeded, "There are as many metrics as there may be.");
    }
  }
  if (pending_ + values.size() > limits_.pending_points_max ||
      row_bytes_ + values.size() * row_bytes_estimate > limits_.row_bytes_max ||
      fine_points_ + fine > limits_.fine_points_max) {
    return fail(ErrorCode::throttled, "Too many values of metrics wait to be written.");
  }
  return {};
}

void OpenPoints::add_value(const MetricValue& value, SeriesId id) {
  const auto [point, is_new] = minutes_[minute_of(value.time)].try_emplace(id);
  if (is_new) ++pending_;
  point->second.merge(value.statistics);
  if (!value.is_high_resolution) return;
  const auto [fine, is_new_second] = fine_[id].try_emplace(value.time.ms - value.time.ms % 1000);
  if (is_new_second) ++fine_points_;
  fine->second.merge(value.statistics);
}

Result<void> OpenPoints::add(const std::vector<MetricValue>& values) {
  MutexLock lock(mutex_);
  TRY(check_room(values));
  for (const MetricValue& value : values) {
    const std::int64_t hour = hour_of_minute(minute_of(value.time));
    const Result<SeriesId> id = series_.find_or_add(value.metric, value.unit, hour);
    // Two values of one new metric were counted as two, so there is room.
    if (id) add_value(value, *id);
  }
  return {};
}

void OpenPoints::add_what_fits(const std::vector<MetricValue>& values) {
  MutexLock lock(mutex_);
  for (const MetricValue& value : values) {
    const bool is_full = pending_ >= limits_.pending_points_max ||
                         row_bytes_ + row_bytes_estimate > limits_.row_bytes_max;
    const std::int64_t hour = hour_of_minute(minute_of(value.time));
    const Result<SeriesId> id = is_full ? fail(ErrorCode::throttled, "")
                                        : series_.find_or_add(value.metric, value.unit, hour);
    if (!id) {
      ++dropped_;
      continue;
    }
    add_value(value, *id);
  }
}

std::uint64_t OpenPoints::dropped() const {
  MutexLock lock(mutex_);
  return dropped_;
}

OpenPoints::Taken OpenPoints::take(std::int64_t before) {
  MutexLock lock(mutex_);
  Taken taken{.definitions = series_.encode_new(), .rows = {}};
  while (!minutes_.empty() && minutes_.begin()->first < before) {
    const auto& [minute, points] = *minutes_.begin();
    SeriesRows& rows = taken.rows[hour_of_minute(minute)];
    for (const auto& [id, statistics] : points) {
      append_row(rows[id], minute_in_hour(minute), statistics);
    }
    pending_ -= points.size();
    minutes_.erase(minutes_.begin());
  }
  for (const auto& [hour, rows] : taken.rows) {
    row_bytes_ += add_rows(hour <= done_hour_ ? late_[hour] : open_[hour], rows);
  }
  return taken;
}

void OpenPoints::drop_fine(std::int64_t before_ms) {
  MutexLock lock(mutex_);
  for (auto series = fine_.begin(); series != fine_.end();) {
    auto& points = series->second;
    const auto end = points.lower_bound(before_ms);
    fine_points_ -= static_cast<std::size_t>(std::distance(points.begin(), end));
    points.erase(points.begin(), end);
    series = points.empty() ? fine_.erase(series) : std::next(series);
  }
}

bool OpenPoints::restore_series(std::string_view definitions) {
  MutexLock lock(mutex_);
  return series_.decode(definitions);
}

void OpenPoints::restore_rows(std::int64_t hour, const SeriesRows& rows) {
  MutexLock lock(mutex_);
  row_bytes_ += add_rows(hour <= done_hour_ ? late_[hour] : open_[hour], rows);
  for (const auto& entry : rows) series_.note(entry.first, hour);
}

void OpenPoints::restore_done(const DoneRecord& done) {
  MutexLock lock(mutex_);
  done_hour_ = done.hour;
  batches_ = done.batches;
}

std::vector<std::int64_t> OpenPoints::hours_through(std::int64_t hour) const {
  MutexLock lock(mutex_);
  std::vector<std::int64_t> hours;
  for (const auto& entry : open_) {
    if (entry.first <= hour) hours.push_back(entry.first);
  }
  return hours;
}

SeriesRows OpenPoints::rows_of(std::int64_t hour) const {
  MutexLock lock(mutex_);
  const auto rows = open_.find(hour);
  return rows == open_.end() ? SeriesRows() : rows->second;
}

HourRows OpenPoints::late() const {
  MutexLock lock(mutex_);
  return late_;
}

std::uint64_t OpenPoints::batches() const {
  MutexLock lock(mutex_);
  return batches_;
}

std::int64_t OpenPoints::done_hour() const {
  MutexLock lock(mutex_);
  return done_hour_;
}

void OpenPoints::set_done(std::int64_t hour, std::uint64_t batches) {
  MutexLock lock(mutex_);
  done_hour_ = hour;
  batches_ = batches;
  for (const auto& entry : late_) row_bytes_ -= bytes_of(entry.second);
  late_.clear();
  while (!open_.empty() && open_.begin()->first <= hour) {
    row_bytes_ -= bytes_of(open_.begin()->second);
    open_.erase(open_.begin());
  }
}

void OpenPoints::look_at_rows(const HourRows& hours, const MetricRange& range, Look& look) const {
  const std::int64_t first = hour_of_minute(minute_of(range.start));
  for (auto hour = hours.lower_bound(first); hour != hours.end(); ++hour) {
    if (hour->first * hour_ms >= range.end.ms) return;
    for (const Series& series : look.series) {
      const auto rows = hour->second.find(series.id);
      if (rows == hour->second.end()) continue;
      for (const Point& point : points_of_rows(rows->second).value_or(Points())) {
        add_to(look.found, range, hour->first * hour_ms + point.index * minute_ms, series.unit,
               point.statistics);
      }
    }
  }
}

OpenPoints::Look OpenPoints::look(const MetricRange& range) const {
  MutexLock lock(mutex_);
  Look look{.series = series_.find(range.metric),
            .done_hour = done_hour_,
            .batches = batches_,
            .found = {}};
  if (range.period < seconds(60)) {
    for (const Series& series : look.series) {
      const auto fine = fine_.find(series.id);
      if (fine == fine_.end()) continue;
      for (const auto& [ms, statistics] : fine->second) {
        add_to(look.found, range, ms, series.unit, statistics);
      }
    }
    return look;
  }
  for (const auto& [minute, points] : minutes_) {
    for (const Series& series : look.series) {
      const auto point = points.find(series.id);
      if (point == points.end()) continue;
      add_to(look.found, range, minute * minute_ms, series.unit, point->second);
    }
  }
  look_at_rows(open_, range, look);
  look_at_rows(late_, range, look);
  return look;
}

std::vector<Metric> OpenPoints::list(const MetricFilter& filter, const std::optional<Metric>& after,
                                     std::size_t limit) const {
  MutexLock lock(mutex_);
  return series_.list(filter, after, limit);
}

std::vector<std::string> OpenPoints::all_definitions() const {
  MutexLock lock(mutex_);
  return series_.encode_all();
}

void OpenPoints::expire(std::int64_t hour) {
  MutexLock lock(mutex_);
  series_.expire(hour);
}

std::size_t OpenPoints::series_count() const {
  MutexLock lock(mutex_);
  return series_.size();
}

std::size_t OpenPoints::row_bytes() const {
  MutexLock lock(mutex_);
  return row_bytes_;
}

}  // namespace weir::monitoring
